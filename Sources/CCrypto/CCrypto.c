#include "CCrypto.h"

#include <openssl/evp.h>

pejl_sha256 *pejl_sha256_new(void) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context == NULL) return NULL;
    if (EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(context);
        return NULL;
    }
    return (pejl_sha256 *)context;
}

int pejl_sha256_update(pejl_sha256 *hash, const void *bytes, size_t length) {
    return EVP_DigestUpdate((EVP_MD_CTX *)hash, bytes, length);
}

int pejl_sha256_digest(const pejl_sha256 *hash, uint8_t digest[32]) {
    EVP_MD_CTX *copy = EVP_MD_CTX_new();
    if (copy == NULL) return 0;
    int done = EVP_MD_CTX_copy_ex(copy, (const EVP_MD_CTX *)hash) == 1 && EVP_DigestFinal_ex(copy, digest, NULL) == 1;
    EVP_MD_CTX_free(copy);
    return done;
}

void pejl_sha256_free(pejl_sha256 *hash) { EVP_MD_CTX_free((EVP_MD_CTX *)hash); }
