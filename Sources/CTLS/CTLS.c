#include "CTLS.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

struct pejl_tls_identity {
    X509 *certificate;
    EVP_PKEY *key;
};

struct pejl_tls_server {
    SSL_CTX *context;
};

struct pejl_tls_session {
    SSL *ssl;
    BIO *incoming;
    BIO *outgoing;
};

// MARK: Identities

static int add_extension(X509 *certificate, int kind, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    if (extension == NULL) return 0;
    int done = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return done;
}

static int set_serial(X509 *certificate) {
    unsigned char bytes[8];
    if (RAND_bytes(bytes, sizeof bytes) != 1) return 0;
    bytes[0] &= 0x7f;
    BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
    if (number == NULL) return 0;
    int done = BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
    BN_free(number);
    return done;
}

static int fill(
    pejl_tls_identity *identity, const char *name, const char *names, long begins, long ends,
    const pejl_tls_identity *issuer
) {
    X509 *certificate = identity->certificate;
    X509_NAME *subject = X509_get_subject_name(certificate);
    if (X509_set_version(certificate, 2) != 1 || !set_serial(certificate)) return 0;
    if (X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0) != 1) return 0;
    if (X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer->certificate) : subject) != 1) return 0;
    if (X509_gmtime_adj(X509_getm_notBefore(certificate), begins) == NULL) return 0;
    if (X509_gmtime_adj(X509_getm_notAfter(certificate), ends) == NULL) return 0;
    if (X509_set_pubkey(certificate, identity->key) != 1) return 0;
    if (!add_extension(certificate, NID_basic_constraints, names ? "CA:FALSE" : "critical,CA:TRUE")) return 0;
    if (names && !add_extension(certificate, NID_subject_alt_name, names)) return 0;
    return X509_sign(certificate, issuer ? issuer->key : identity->key, EVP_sha256()) > 0;
}

pejl_tls_identity *pejl_tls_identity_new(
    const char *name, const char *names, long begins, long ends, const pejl_tls_identity *issuer
) {
    pejl_tls_identity *identity = calloc(1, sizeof *identity);
    if (identity == NULL) return NULL;
    identity->key = EVP_EC_gen("P-256");
    identity->certificate = X509_new();
    if (identity->key && identity->certificate && fill(identity, name, names, begins, ends, issuer)) return identity;
    pejl_tls_identity_free(identity);
    return NULL;
}

size_t pejl_tls_identity_pem(const pejl_tls_identity *identity, char *buffer, size_t room) {
    BIO *text = BIO_new(BIO_s_mem());
    if (text == NULL) return 0;
    size_t length = 0;
    if (PEM_write_bio_X509(text, identity->certificate) == 1 && BIO_ctrl_pending(text) <= room) {
        int count = BIO_read(text, buffer, room > INT_MAX ? INT_MAX : (int)room);
        if (count > 0) length = (size_t)count;
    }
    BIO_free(text);
    return length;
}

void pejl_tls_identity_free(pejl_tls_identity *identity) {
    if (identity == NULL) return;
    X509_free(identity->certificate);
    EVP_PKEY_free(identity->key);
    free(identity);
}

// MARK: Servers

pejl_tls_server *pejl_tls_server_new(const pejl_tls_identity *identity, int oldest, int newest, const char *ciphers) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    pejl_tls_server *server = calloc(1, sizeof *server);
    if (context && server && SSL_CTX_set_cipher_list(context, ciphers) == 1
        && SSL_CTX_set_min_proto_version(context, oldest) == 1 && SSL_CTX_set_max_proto_version(context, newest) == 1
        && SSL_CTX_use_certificate(context, identity->certificate) == 1
        && SSL_CTX_use_PrivateKey(context, identity->key) == 1) {
        server->context = context;
        return server;
    }
    SSL_CTX_free(context);
    free(server);
    ERR_clear_error();
    return NULL;
}

void pejl_tls_server_free(pejl_tls_server *server) {
    if (server == NULL) return;
    SSL_CTX_free(server->context);
    free(server);
}

// MARK: Sessions

pejl_tls_session *pejl_tls_session_new(const pejl_tls_server *server) {
    pejl_tls_session *session = calloc(1, sizeof *session);
    if (session == NULL) return NULL;
    session->ssl = SSL_new(server->context);
    session->incoming = BIO_new(BIO_s_mem());
    session->outgoing = BIO_new(BIO_s_mem());
    if (session->ssl == NULL || session->incoming == NULL || session->outgoing == NULL) {
        SSL_free(session->ssl);
        BIO_free(session->incoming);
        BIO_free(session->outgoing);
        free(session);
        return NULL;
    }
    SSL_set_bio(session->ssl, session->incoming, session->outgoing);  // takes both
    SSL_set_accept_state(session->ssl);
    return session;
}

int pejl_tls_session_feed(pejl_tls_session *session, const void *bytes, size_t count) {
    size_t written = 0;
    return BIO_write_ex(session->incoming, bytes, count, &written) == 1 && written == count;
}

size_t pejl_tls_session_drain(pejl_tls_session *session, void *buffer, size_t room) {
    size_t count = 0;
    return BIO_read_ex(session->outgoing, buffer, room, &count) == 1 ? count : 0;
}

/// What `result` of the last call on the session means: 0 when it wants more bytes, -1 when it is over.
static int wish(pejl_tls_session *session, int result) {
    return SSL_get_error(session->ssl, result) == SSL_ERROR_WANT_READ ? 0 : -1;
}

int pejl_tls_session_shake(pejl_tls_session *session) {
    ERR_clear_error();
    int result = SSL_do_handshake(session->ssl);
    return result == 1 ? 1 : wish(session, result);
}

int pejl_tls_session_read(pejl_tls_session *session, void *buffer, size_t room) {
    ERR_clear_error();
    int result = SSL_read(session->ssl, buffer, room > INT_MAX ? INT_MAX : (int)room);
    return result > 0 ? result : wish(session, result);
}

int pejl_tls_session_write(pejl_tls_session *session, const void *bytes, size_t count) {
    ERR_clear_error();
    size_t written = 0;
    return count == 0 || (SSL_write_ex(session->ssl, bytes, count, &written) == 1 && written == count);
}

void pejl_tls_session_end(pejl_tls_session *session) {
    ERR_clear_error();
    SSL_shutdown(session->ssl);
}

void pejl_tls_session_free(pejl_tls_session *session) {
    if (session == NULL) return;
    SSL_free(session->ssl);
    free(session);
}
