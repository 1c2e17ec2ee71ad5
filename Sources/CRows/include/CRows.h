#ifndef PEJL_CROWS_H
#define PEJL_CROWS_H

#include "CFigures.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Columns in memory that SQL reads as the table `pejl_rows(a, b, c, value, status)`; `rowid` counts the rows from 0.
 *
 * Why a virtual table: binding and stepping a row at a time costs three times what SQLite needs to store it. With
 * `INSERT ... SELECT` from this table SQLite fetches the rows of a chunk itself. Why C: SQLite calls back once a column, and a
 * module is a table of C functions; in Swift each call would have to show that nothing is retained.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct sqlite3;

/* Numbers, and the row ids that they stand for. */
typedef struct {
    const int32_t *numbers;
    const int64_t *ids;
} pejl_key_column;

/* What the table holds; may be changed whenever no statement reads it. Columns that no statement reads may be NULL. */
typedef struct {
    size_t count;
    const int32_t *order;     /* the rows to give, one after the other; NULL: all as they stand */
    pejl_key_column keys[3];  /* a, b, c */
    const double *values;     /* value; NULL in SQL where the status has none */
    const uint8_t *statuses;  /* status */
    uint8_t first_valueless;  /* statuses from this one on have no value */
} pejl_rows;

/* Makes `rows` readable on a connection, until pejl_rows_unregister; gives SQLite's result code. */
int pejl_rows_register(struct sqlite3 *connection, pejl_rows *rows);

/* Takes the table away again; no statement that reads it may be left. */
int pejl_rows_unregister(struct sqlite3 *connection);

#ifdef __cplusplus
}
#endif

#endif
