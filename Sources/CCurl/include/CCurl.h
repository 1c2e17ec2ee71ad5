#ifndef PEJL_CCURL_H
#define PEJL_CCURL_H

#include <curl/curl.h>
#include <stddef.h>
#include <sys/socket.h>

/// libcurl sets and reads options through variadic functions, which Swift cannot call; here is one inline function for
/// each shape that pejl uses. All of them give libcurl's own result code.

static inline CURLcode pejl_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode pejl_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// libcurl copies the text; NULL takes libcurl's own default away.
static inline CURLcode pejl_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

/// A pointer that libcurl hands to a callback.
static inline CURLcode pejl_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

/// The list must live until the transfer has ended.
static inline CURLcode pejl_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

/// Copies `length` bytes as the body of a POST.
static inline CURLcode pejl_curl_set_body(CURL *easy, const void *bytes, size_t length) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, (const char *)bytes) : code;
}

/// Both for `CURLOPT_WRITEFUNCTION` and `CURLOPT_HEADERFUNCTION`.
static inline CURLcode pejl_curl_set_receiver(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode pejl_curl_set_socket_opener(CURL *easy, curl_opensocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode pejl_curl_set_prerequest(CURL *easy, curl_prereq_callback value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode pejl_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode pejl_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// Takes one finished transfer from the queue: its handle, or NULL when there is none.
static inline CURL *pejl_curl_multi_next_finished(CURLM *multi, CURLcode *result) {
    int left = 0;
    for (CURLMsg *message = curl_multi_info_read(multi, &left); message != NULL;
         message = curl_multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

/// Where the socket address begins; it is longer than the struct's last member.
static inline const void *pejl_curl_socket_address(const struct curl_sockaddr *address) { return &address->addr; }

/// Opens the socket that libcurl asks for; a started program does not inherit it.
static inline curl_socket_t pejl_curl_open_socket(const struct curl_sockaddr *address) {
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// The local port of a socket, or 0 where it has none.
int pejl_curl_local_port(curl_socket_t socket);

/// Whether nothing waits to be read on the connection that the transfer is about to use: no byte on the socket, no end
/// of it, and no byte that TLS has decrypted already. 0 also where that cannot be known.
int pejl_curl_is_quiet(CURL *easy, curl_socket_t socket);

#endif
