#ifndef PEJL_CSOCKET_H
#define PEJL_CSOCKET_H

#include <stddef.h>
#include <sys/types.h>

/// Calls on Unix stream sockets that are GNU's, or want structures that Swift's Glibc module does not have.
/// Every descriptor they give is non-blocking and close-on-exec; all give -1 with `errno` where they fail.

/// The longest path of a socket in bytes, its end not counted: 107 on Linux.
size_t pejl_socket_longest_path(void);

/// A socket bound to `path`, not listening yet, whose file is never open to more than `mode` says.
///
/// Linux takes the mode of the new file from the socket itself, less the umask, so it is set before it is bound.
int pejl_socket_bind(const char *path, mode_t mode);

/// A socket connected to `path`. EAGAIN where the queue of whoever listens is full.
int pejl_socket_connect(const char *path);

/// The next connection of a listening socket; EAGAIN where none waits.
int pejl_socket_accept(int listener);

/// The user and group that the other side had when it connected (SO_PEERCRED). Returns 0 or -1.
int pejl_socket_peer(int socket, uid_t *user, gid_t *group);

#endif
