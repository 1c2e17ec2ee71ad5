#define _GNU_SOURCE
#include "CTestNetwork.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most_names = 256, most_connects = 1024, hang_seconds = 60 };

typedef int (*resolver)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
typedef int (*connector)(int, const struct sockaddr *, socklen_t);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    char name[64];
    int count;
} lookups[most_names];
static char connects[most_connects][INET6_ADDRSTRLEN];
static int connect_count;
static atomic_int hanging;

int pejl_test_hanging(void) { return atomic_load(&hanging); }

const char *pejl_test_connected(int number) {
    pthread_mutex_lock(&lock);
    const char *text = number >= 0 && number < connect_count ? connects[number] : NULL;
    pthread_mutex_unlock(&lock);
    return text;
}

/// How often the name was looked up before.
static int count_lookup(const char *name) {
    int before = 0;
    pthread_mutex_lock(&lock);
    for (int index = 0; index < most_names; index++) {
        if (lookups[index].name[0] == 0) snprintf(lookups[index].name, sizeof lookups[index].name, "%s", name);
        if (strcmp(lookups[index].name, name) != 0) continue;
        before = lookups[index].count++;
        break;
    }
    pthread_mutex_unlock(&lock);
    return before;
}

/// Copies the answer for this lookup of `name` into `answer`; 0 when the name is not in the table.
static int find_answer(const char *name, char *answer, size_t room) {
    const char *entry = getenv("PEJL_TEST_NAMES");
    size_t length = strlen(name);
    while (entry && !(strncmp(entry, name, length) == 0 && entry[length] == '=')) {
        entry = strchr(entry, ';');
        if (entry) entry++;
    }
    if (entry == NULL) return 0;
    const char *start = entry + length + 1;
    for (int left = count_lookup(name); left > 0; left--) {
        size_t skipped = strcspn(start, "|;");
        if (start[skipped] != '|') break;
        start += skipped + 1;
    }
    snprintf(answer, room, "%.*s", (int)strcspn(start, "|;"), start);
    return 1;
}

static int resolve_all(
    char *answer, const char *service, const struct addrinfo *hints, resolver system, struct addrinfo **result
) {
    struct addrinfo numeric = hints ? *hints : (struct addrinfo){0};
    numeric.ai_flags = AI_NUMERICHOST;
    *result = NULL;
    char *rest = NULL;
    for (char *word = strtok_r(answer, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        struct addrinfo *found = NULL;
        if (system(word, service, &numeric, &found) != 0) continue;
        struct addrinfo **end = result;
        while (*end) end = &(*end)->ai_next;
        *end = found;
    }
    return *result ? 0 : EAI_NONAME;
}

int getaddrinfo(
    const char *restrict name, const char *restrict service, const struct addrinfo *restrict hints,
    struct addrinfo **restrict result
) {
    resolver system = (resolver)dlsym(RTLD_NEXT, "getaddrinfo");
    if (system == NULL) return EAI_SYSTEM;
    char answer[1024];
    if (name == NULL || (hints && hints->ai_flags & AI_NUMERICHOST) || !find_answer(name, answer, sizeof answer)) {
        struct addrinfo numeric = hints ? *hints : (struct addrinfo){0};
        numeric.ai_flags |= AI_NUMERICHOST;
        return system(name, service, &numeric, result);
    }
    if (strcmp(answer, "none") == 0) return EAI_NONAME;
    if (strcmp(answer, "later") == 0) return EAI_AGAIN;
    if (strcmp(answer, "hang") == 0) {
        atomic_fetch_add(&hanging, 1);
        sleep(hang_seconds);
        atomic_fetch_sub(&hanging, 1);
        return EAI_AGAIN;
    }
    return resolve_all(answer, service, hints, system, result);
}

int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
    connector system = (connector)dlsym(RTLD_NEXT, "connect");
    if (system == NULL) {
        errno = ENOSYS;
        return -1;
    }
    struct sockaddr_storage target = {0};
    if (length > sizeof target) {
        errno = EINVAL;
        return -1;
    }
    memcpy(&target, address, length);
    struct sockaddr_in *four = (struct sockaddr_in *)&target;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&target;
    char text[INET6_ADDRSTRLEN] = "";
    if (target.ss_family == AF_INET) {
        inet_ntop(AF_INET, &four->sin_addr, text, sizeof text);
        four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else if (target.ss_family == AF_INET6) {
        inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
        inet_pton(AF_INET6, "::ffff:127.0.0.1", &six->sin6_addr);
    } else {
        return system(descriptor, address, length);
    }
    pthread_mutex_lock(&lock);
    if (connect_count < most_connects) memcpy(connects[connect_count++], text, sizeof text);
    pthread_mutex_unlock(&lock);
    return system(descriptor, (struct sockaddr *)&target, length);
}
