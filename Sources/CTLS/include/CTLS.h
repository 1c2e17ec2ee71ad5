#ifndef PEJL_CTLS_H
#define PEJL_CTLS_H

#include <stddef.h>

/// The server's side of TLS, made by libssl, for the stand-in publishers alone: certificates made in memory, good and
/// bad, and sessions over buffers, so that whoever uses them sees and may spoil every byte on the wire.

/// A certificate with its key (EC P-256), signed by itself or by another identity.
typedef struct pejl_tls_identity pejl_tls_identity;
/// What every session of a server shares: its identity and the protocols and ciphers it speaks.
typedef struct pejl_tls_server pejl_tls_server;
/// One connection's TLS.
typedef struct pejl_tls_session pejl_tls_session;

/// A new identity; NULL when libssl cannot make it.
///
/// `names` are subject alternative names as OpenSSL writes them (`DNS:localhost,IP:127.0.0.1`), or NULL for an
/// authority. `begins` and `ends` are seconds from now. Without an issuer the identity signs itself.
pejl_tls_identity *pejl_tls_identity_new(
    const char *name, const char *names, long begins, long ends, const pejl_tls_identity *issuer);
/// Writes the certificate as PEM into `buffer` and gives its length; 0 when there is not room enough.
size_t pejl_tls_identity_pem(const pejl_tls_identity *identity, char *buffer, size_t room);
void pejl_tls_identity_free(pejl_tls_identity *identity);

/// A server that speaks the versions from `oldest` to `newest` (`0x0301` is TLS 1.0, `0x0304` TLS 1.3) and, up to TLS
/// 1.2, the given ciphers, in OpenSSL's notation; NULL when libssl refuses. The identity is not needed afterwards.
pejl_tls_server *pejl_tls_server_new(const pejl_tls_identity *identity, int oldest, int newest, const char *ciphers);
void pejl_tls_server_free(pejl_tls_server *server);

/// A new session; NULL when memory is out. The server may be freed before it.
pejl_tls_session *pejl_tls_session_new(const pejl_tls_server *server);
/// Takes bytes that came in on the wire; 1 on success.
int pejl_tls_session_feed(pejl_tls_session *session, const void *bytes, size_t count);
/// Moves bytes that are to go out on the wire into `buffer` and says how many.
size_t pejl_tls_session_drain(pejl_tls_session *session, void *buffer, size_t room);
/// Goes on with the handshake: 1 when it is done, 0 when it wants more bytes, -1 when it failed.
int pejl_tls_session_shake(pejl_tls_session *session);
/// Reads what the client sent: the number of bytes, 0 when more are wanted, -1 at the end or on an error.
int pejl_tls_session_read(pejl_tls_session *session, void *buffer, size_t room);
/// Encrypts bytes for the wire; 1 on success.
int pejl_tls_session_write(pejl_tls_session *session, const void *bytes, size_t count);
/// Puts the closing alert on the wire.
void pejl_tls_session_end(pejl_tls_session *session);
void pejl_tls_session_free(pejl_tls_session *session);

#endif
