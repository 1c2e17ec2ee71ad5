#ifndef PEJL_CZLIB_H
#define PEJL_CZLIB_H

#include <zlib.h>

/// zlib's initialisers are macros that carry the struct's size; these are the shapes pejl uses.

/// Prepares `stream` to read exactly one gzip member; zlib checks its CRC-32 and length at the end.
static inline int pejl_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

/// Prepares `stream` to write one gzip member at `level` (0 to 9).
static inline int pejl_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

/// Prepares `stream` to read one DEFLATE stream without any frame, as ZIP entries are; the caller checks the CRC-32.
static inline int pejl_inflate_init_raw(z_stream *stream) { return inflateInit2(stream, -15); }

/// Prepares `stream` to write one DEFLATE stream without any frame at `level` (0 to 9).
static inline int pejl_deflate_init_raw(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

#endif
