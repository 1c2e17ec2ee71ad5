// Puts itself into the cage of one plugin and executes the plugin.
//
//   pejl-launch --parent PID --cpu S --memory BYTES --files N --processes N [--folder PATH] [--read PATH]…
//               [--set NAME=VALUE]… [--script] [--strict] -- ARGUMENT0 [ARGUMENT]…
//
// Descriptor 3 is the program, 4 takes the report, 5 is the script where there is one; 0 to 2 are the plugin's own. The
// report is a line a part: `has PART DETAIL`, `lacks PART ERRNO`, `failed STEP ERRNO`. It is closed by the execution, so
// its end without `failed` says that the plugin is running.
//
// Two ways were weighed for what stays behind. Nothing: the plugin takes the place of the launcher, one process less;
// but a plugin with leave to start processes leaves orphans when the daemon is killed, and nobody is there to end them.
// A supervisor, which this is: the launcher forks, the child becomes the plugin, and the parent, in which nothing of the
// plugin runs, is the reaper of all that comes of it. When the plugin ends, or the daemon does (SIGTERM as death
// signal), it ends the whole tree and then itself, in the manner in which the plugin ended. If it is killed itself, the
// plugin goes with it and orphans come to the daemon, which is a subreaper too.
//
// It is in C because it must start in a millisecond, and because most of it is calls that Swift's Glibc lacks.
#define _GNU_SOURCE
#include "cage.h"

#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { exit_usage = 64, exit_failed = 71, kept_program = 10, kept_report = 11 };

static int report = report_descriptor;

static void say(const char *verb, const char *subject, long number) {
    char line[128];
    int length = snprintf(line, sizeof line, "%s %s %ld\n", verb, subject, number);
    if (write(report, line, (size_t)length) != length) _exit(exit_failed);
}

void report_has(const char *part, long detail) { say("has", part, detail); }

void report_failed(const char *step, int code) {
    say("failed", step, code);
    _exit(exit_failed);
}

void report_lacks(const cage *cage, const char *part, int code) {
    if (cage->strict) report_failed(part, code);
    say("lacks", part, code);
}

// MARK: - The command line

_Noreturn static void refuse(const char *what) {
    dprintf(STDERR_FILENO, "pejl-launch: %s; it is started by pejld and not by hand\n", what);
    _exit(exit_usage);
}

static unsigned long number(const char *text) {
    char *end;
    errno = 0;
    unsigned long value = text == NULL || *text < '0' || *text > '9' ? ULONG_MAX : strtoul(text, &end, 10);
    if (value == ULONG_MAX || errno != 0 || *end != 0) refuse("a number is wanted");
    return value;
}

static cage parse(int count, char **words, bool *has_script) {
    const char **readable = calloc((size_t)count + 1, sizeof *readable);
    const char **environment = calloc((size_t)count + 1, sizeof *environment);
    if (readable == NULL || environment == NULL) refuse("no memory");
    cage cage = {.readable = readable, .environment = environment};
    size_t variables = 0;
    for (int index = 1; index < count; index++) {
        const char *word = words[index];
        if (strcmp(word, "--") == 0) {
            cage.arguments = words + index + 1;
            break;
        }
        if (strcmp(word, "--strict") == 0) {
            cage.strict = true;
            continue;
        }
        if (strcmp(word, "--script") == 0) {
            *has_script = true;
            continue;
        }
        char *value = words[++index];
        if (value == NULL) refuse("a value is missing");
        if (strcmp(word, "--parent") == 0) cage.parent = (int)number(value);
        else if (strcmp(word, "--cpu") == 0) cage.cpu = number(value);
        else if (strcmp(word, "--memory") == 0) cage.memory = number(value);
        else if (strcmp(word, "--files") == 0) cage.files = number(value);
        else if (strcmp(word, "--processes") == 0) cage.processes = number(value);
        else if (strcmp(word, "--folder") == 0) cage.folder = value;
        else if (strcmp(word, "--read") == 0) readable[cage.readables++] = value;
        else if (strcmp(word, "--set") == 0) environment[variables++] = value;
        else refuse("an option is unknown");
    }
    if (cage.arguments == NULL || cage.arguments[0] == NULL) refuse("the plugin's arguments are missing");
    if (cage.parent == 0 || cage.cpu == 0 || cage.memory == 0 || cage.files == 0) refuse("a limit is missing");
    return cage;
}

// MARK: - The plugin

_Noreturn static void become_plugin(const cage *cage, pid_t supervisor, bool has_script, const sigset_t *signals) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) report_failed("death-signal", errno);
    // It may have died before the signal was asked for.
    if (getppid() != supervisor) _exit(exit_failed);
    report_has("death-signal", 0);
    if (setsid() < 0) report_failed("session", errno);
    report_has("session", 0);
    umask(077);
    if (chdir(cage->folder != NULL ? cage->folder : "/") != 0) report_failed("folder", errno);

    int program = fcntl(program_descriptor, F_DUPFD_CLOEXEC, kept_program);
    if (program < 0) report_failed("descriptors", errno);
    if (has_script && dup2(script_descriptor, 3) != 3) report_failed("descriptors", errno);
    if (!has_script) close(3);
    // The report is read while the plugin starts, and its end means that it has started.
    int kept = fcntl(report, F_DUPFD_CLOEXEC, kept_report);
    if (kept < 0) report_failed("descriptors", errno);
    report = kept;
    if (close_range(has_script ? 4 : 3, (unsigned)(program < kept ? program : kept) - 1, 0) != 0
        || close_range((unsigned)(program < kept ? kept : program) + 1, ~0U, 0) != 0) {
        report_failed("descriptors", errno);
    }
    report_has("descriptors", has_script ? 4 : 3);

    drop_capabilities();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) report_failed("no-new-privileges", errno);
    report_has("no-new-privileges", 0);
    restrict_files(cage, program);
    limit_resources(cage);
    sigprocmask(SIG_SETMASK, signals, NULL);
    restrict_calls(cage);
    syscall(SYS_execveat, program, "", cage->arguments, cage->environment, AT_EMPTY_PATH);
    report_failed("execute", errno);
}

// MARK: - The supervisor

_Noreturn static void end_like(int status) {
    if (WIFSIGNALED(status)) {
        int signal_number = WTERMSIG(status);
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, signal_number);
        signal(signal_number, SIG_DFL);
        sigprocmask(SIG_UNBLOCK, &one, NULL);
        kill(getpid(), signal_number);
        _exit(128 + signal_number);
    }
    _exit(WEXITSTATUS(status));
}

_Noreturn static void supervise(pid_t plugin, const sigset_t *awaited) {
    // With copies of the pipes left open here the host would not see the plugin's end in them.
    close_range(0, ~0U, 0);
    int status = SIGKILL;
    for (;;) {
        pid_t ended = waitpid(-1, &status, WNOHANG);
        if (ended == plugin) break;
        if (ended > 0) continue;
        siginfo_t news;
        if (sigwaitinfo(awaited, &news) == SIGTERM) {
            status = SIGKILL;
            break;
        }
    }
    pejl_end_descendants();
    end_like(status);
}

int main(int count, char **words) {
    bool has_script = false;
    cage cage = parse(count, words, &has_script);
    sigset_t awaited, before;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGTERM);
    sigaddset(&awaited, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &awaited, &before) != 0) report_failed("signals", errno);
    if (prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) != 0) report_failed("death-signal", errno);
    if (getppid() != cage.parent) _exit(exit_failed);
    // Nothing else is to be the plugin's: not the host's sockets, not its store.
    if (close_range(has_script ? script_descriptor + 1 : script_descriptor, ~0U, 0) != 0) {
        report_failed("descriptors", errno);
    }
    if (pejl_become_subreaper() != 0) report_failed("subreaper", errno);
    if (pejl_mark_tree() != 0) report_failed("file-size", errno);
    pid_t supervisor = getpid();
    pid_t plugin = fork();
    if (plugin < 0) report_failed("fork", errno);
    if (plugin == 0) become_plugin(&cage, supervisor, has_script, &before);
    supervise(plugin, &awaited);
}
