#include "CSignals.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

static sigset_t waited(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

void pejl_block_signals(void) {
    sigset_t set = waited();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int pejl_wait_for_signal(int milliseconds) {
    sigset_t set = waited();
    struct timespec limit = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    int number = sigtimedwait(&set, NULL, &limit);
    return number > 0 ? number : -1;
}
