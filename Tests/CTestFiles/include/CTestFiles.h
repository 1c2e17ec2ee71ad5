#ifndef PEJL_TEST_FILES_H
#define PEJL_TEST_FILES_H

/*
 * A library for LD_PRELOAD that stands between a program and the files below one folder. It counts the calls that change
 * them, can stop the program at one, let calls fail, and write down what was changed, so that a test can make every state
 * that a kill, a broken disk or a power cut may leave.
 *
 * Environment:
 *   PEJL_FILES_UNDER    the folder; without it, nothing is done
 *   PEJL_FILES_KILL     N: SIGKILL instead of call N; N.5: after half of what call N would write
 *   PEJL_FILES_FAIL     N ERRNO: call N fails; N ERRNO always: and so do all after it that can fail so
 *   PEJL_FILES_SPACE    bytes that may be written before ENOSPC; what is truncated or removed is given back
 *   PEJL_FILES_MEMORY   N: SQLite's request N for memory fails; N always: and so do all after it
 *   PEJL_FILES_COUNT    a file that gets the number of calls, by kind, and of requests for memory, when the program ends
 *   PEJL_FILES_LOG      a file that gets all changes, as read by the tests (see below)
 *
 * Calls are counted from 1, in the order in which they are made: open for writing, write, pwrite, ftruncate, fsync,
 * fdatasync, rename, unlink, mkdir. Lines of the log: number, kind, path, and for a write offset and length, followed by
 * the bytes; a line that the program writes to standard error is in it as `say`.
 */

/* How often SQLite has asked for memory. */
long pejl_test_memory_requests(void);

#endif
