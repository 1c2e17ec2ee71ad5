#ifndef PEJL_CSIMDJSON_H
#define PEJL_CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

/*
 * An event walk over JSON: simdjson On-Demand finds the structure, this shim checks it to the last byte and reports
 * it in batches, as offsets into the caller's own bytes.
 *
 * Why events and not a tree: a tree of a statistics answer costs ten times the answer in small objects, and crossing
 * from C++ to Swift once a value costs more than reading it. A batch crosses once for 4,096 events, nothing is
 * copied, and the caller decides which strings it wants to look at.
 *
 * On-Demand alone is lax about what it skips. Here nothing is skipped unasked: every string's escapes, every number's
 * and every literal's spelling are checked, whether reported or not, and only white space may follow the document.
 * UTF-8 and raw control characters are checked by simdjson's first stage, everywhere.
 */

#ifdef __cplusplus
extern "C" {
#endif

/* What an event tells. */
enum {
    PEJL_JSON_OBJECT_BEGIN = 1,
    PEJL_JSON_OBJECT_END = 2,
    PEJL_JSON_ARRAY_BEGIN = 3,
    PEJL_JSON_ARRAY_END = 4,
    PEJL_JSON_KEY = 5,
    PEJL_JSON_STRING = 6,
    PEJL_JSON_NUMBER = 7,
    PEJL_JSON_TRUE = 8,
    PEJL_JSON_FALSE = 9,
    PEJL_JSON_NULL = 10
};

/* How a walk ended. */
enum {
    PEJL_JSON_OK = 0,
    PEJL_JSON_STOPPED = 1,   /* the callback asked for it */
    PEJL_JSON_MALFORMED = 2,
    PEJL_JSON_TRUNCATED = 3, /* the input ends before the document does */
    PEJL_JSON_TRAILING = 4,  /* something follows the document */
    PEJL_JSON_DEPTH = 5,     /* nested deeper than the limit */
    PEJL_JSON_UTF8 = 6,
    PEJL_JSON_EMPTY = 7,     /* nothing but white space */
    PEJL_JSON_MEMORY = 8
};

/* One event. Keys and strings are given raw, without their quotes, still escaped. */
typedef struct {
    uint32_t offset; /* of the first byte in the input */
    uint32_t length; /* in bytes; 1 for the brackets of objects and arrays */
    uint16_t depth;  /* objects and arrays open around it; a bracket counts as outside its own pair */
    uint8_t kind;
    uint8_t escaped; /* whether a key or string holds a backslash */
} pejl_json_event;

/* What is wrong and where; `text` lives as long as the program. */
typedef struct {
    int code;
    size_t offset;
    const char *text;
} pejl_json_error;

/* Takes the next events; anything but 0 stops the walk. */
typedef int (*pejl_json_batch)(void *context, const pejl_json_event *events, size_t count);

/* Keeps the memory of one parser between walks; belongs to one thread at a time. */
typedef struct pejl_json_walker pejl_json_walker;

/* Bytes that must be readable, whatever they hold, behind the input. */
size_t pejl_json_padding(void);

/* A new walker, or NULL where memory is short. */
pejl_json_walker *pejl_json_walker_create(void);

void pejl_json_walker_destroy(pejl_json_walker *walker);

/* Walks the one document in `bytes[0..<length]`, behind which pejl_json_padding() bytes must be readable.
 * Events deeper than `report_depth` are checked and not reported. Objects and arrays with `skip_depth` or more around
 * them are reported and stepped over by their brackets: the caller walks what is in them later, or leaves it unchecked.
 * No C++ exception leaves this function.
 * Gives one of the codes above; for all but OK and STOPPED `error` says more. */
int pejl_json_walk(
    pejl_json_walker *walker,
    const char *bytes,
    size_t length,
    unsigned depth_limit,
    unsigned report_depth,
    unsigned skip_depth,
    pejl_json_batch batch,
    void *context,
    pejl_json_error *error
);

#ifdef __cplusplus
}
#endif

#endif
