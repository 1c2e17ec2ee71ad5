#ifndef PEJL_CFIGURES_H
#define PEJL_CFIGURES_H

#include <stddef.h>
#include <stdint.h>

/*
 * The other way of pejl_rows: figures that SQL reads, as columns in memory, some hundreds at a time.
 *
 * `SELECT pejl_figures(?, series_id, period_id, value, status, fetch_id) FROM observation` gives the figures that are
 * present, `SELECT pejl_figures(?, series_id, period_id, value, status, from_fetch_id, to_fetch_id) FROM
 * observation_vintage` those that were superseded; both may have a WHERE, and the first may leave `fetch_id` out. The
 * answer is how many there were.
 *
 * Why an aggregate function: for five million figures, sqlite3_step and five sqlite3_column_* a row take 1.17 s of
 * processor time, sqlite3_column_value in their place 0.95 s, and a function that SQLite hands the values itself
 * 0.64 s. Why C: SQLite calls it once a row.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct sqlite3;
struct sqlite3_stmt;

/* Figures in ascending order of series, period and `from`; all columns are `count` long. */
typedef struct {
    size_t count;
    const int64_t *series;
    const int64_t *periods;
    const double *values;       /* 0 where there is none */
    const uint8_t *has_value;   /* 0 or 1 */
    const int64_t *statuses;
    const int64_t *from;        /* the fetch that brought it; NULL where it was left out */
    const int64_t *to;          /* the fetch that superseded it; NULL: all are present */
} pejl_figures;

/* Who gets the figures; anything but 0 ends the statement with SQLITE_ABORT. Not to outlive the statement's run. */
typedef struct {
    int (*take)(void *context, const pejl_figures *figures);
    void *context;
} pejl_figures_taker;

/*
 * Makes the function known on a connection, for as long as it is open; gives SQLite's result code.
 *
 * The statement ends with SQLITE_CORRUPT where a value has another type than a STRICT table of figures can hold, or a
 * figure does not come after the one before it.
 */
int pejl_figures_register(struct sqlite3 *connection);

/* Binds the taker as a statement's argument, by a pointer that SQL cannot forge; gives SQLite's result code. */
int pejl_figures_bind(struct sqlite3_stmt *statement, int argument, pejl_figures_taker *taker);

#ifdef __cplusplus
}
#endif

#endif
