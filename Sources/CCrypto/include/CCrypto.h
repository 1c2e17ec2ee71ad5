#ifndef PEJL_CCRYPTO_H
#define PEJL_CCRYPTO_H

#include <stddef.h>
#include <stdint.h>

/// One running SHA-256, made by libcrypto, which libcurl has loaded already.
typedef struct pejl_sha256 pejl_sha256;

/// A new, empty hash; NULL when memory is out.
pejl_sha256 *pejl_sha256_new(void);
/// Adds bytes; 1 on success.
int pejl_sha256_update(pejl_sha256 *hash, const void *bytes, size_t length);
/// Writes the 32 bytes of the digest of all that was added, leaving `hash` as it was; 1 on success.
int pejl_sha256_digest(const pejl_sha256 *hash, uint8_t digest[32]);
void pejl_sha256_free(pejl_sha256 *hash);

#endif
