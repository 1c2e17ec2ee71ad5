#define _GNU_SOURCE
#include "CSocket.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

size_t pejl_socket_longest_path(void) { return sizeof(((struct sockaddr_un *)0)->sun_path) - 1; }

/// The address of a path. An empty one would be an abstract socket, which has no permissions.
static int address_of(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length == 0 || length > pejl_socket_longest_path()) {
        errno = length == 0 ? EINVAL : ENAMETOOLONG;
        return -1;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return 0;
}

static int stream(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

static int closing(int descriptor) {
    int code = errno;
    close(descriptor);
    errno = code;
    return -1;
}

int pejl_socket_bind(const char *path, mode_t mode) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -1;
    int descriptor = stream();
    if (descriptor < 0) return -1;
    if (fchmod(descriptor, mode) < 0 || bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0)
        return closing(descriptor);
    return descriptor;
}

int pejl_socket_connect(const char *path) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -1;
    int descriptor = stream();
    if (descriptor < 0) return -1;
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return closing(descriptor);
    return descriptor;
}

int pejl_socket_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC); }

int pejl_socket_peer(int socket, uid_t *user, gid_t *group) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0) return -1;
    *user = credentials.uid;
    *group = credentials.gid;
    return 0;
}
