/*
 * What storing figures costs at the least: columns of whole numbers in memory, read by SQLite as a virtual table,
 * `INSERT ... SELECT` into the tables and settings of pejl's store, one transaction, no document and no provenance.
 *
 * Usage: table-insert SERIES PERIODS STORE
 */

#define _POSIX_C_SOURCE 200809L
#include <CRows.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { CHUNK = 16384 };

static const char *schema =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "CREATE TABLE series ("
    "    id INTEGER PRIMARY KEY, dataset_id INTEGER NOT NULL, indicator_id INTEGER NOT NULL, area_id INTEGER NOT NULL,"
    "    breakdown_id INTEGER NOT NULL, UNIQUE (indicator_id, breakdown_id, area_id)) STRICT;"
    "CREATE INDEX series_dataset ON series (dataset_id);"
    "CREATE INDEX series_area ON series (area_id);"
    "CREATE TABLE observation ("
    "    series_id INTEGER NOT NULL, period_id INTEGER NOT NULL, value REAL, status INTEGER NOT NULL,"
    "    fetch_id INTEGER NOT NULL, PRIMARY KEY (series_id, period_id), CHECK ((value IS NULL) = (status >= 4))"
    ") STRICT, WITHOUT ROWID;"
    "BEGIN";

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static void check(sqlite3 *store, int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    fprintf(stderr, "table-insert: %s\n", sqlite3_errmsg(store));
    exit(1);
}

static sqlite3_stmt *prepared(sqlite3 *store, const char *sql) {
    sqlite3_stmt *statement;
    check(store, sqlite3_prepare_v2(store, sql, -1, &statement, NULL));
    return statement;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    const int series = atoi(arguments[1]), periods = atoi(arguments[2]);
    const long rows = (long)series * periods;
    const int areas = 105;
    int64_t *ids = malloc(sizeof *ids * (size_t)(series > periods ? series : periods));
    int32_t *numbers[2] = {malloc(sizeof(int32_t) * CHUNK), malloc(sizeof(int32_t) * CHUNK)};
    double *values = malloc(sizeof *values * CHUNK);
    uint8_t *statuses = calloc(CHUNK, 1);
    if (!ids || !numbers[0] || !numbers[1] || !values || !statuses) return 1;
    for (int number = 0; number < (series > periods ? series : periods); number++) ids[number] = number + 1;

    const double start = now();
    sqlite3 *store;
    check(NULL, sqlite3_open(arguments[3], &store));
    check(store, sqlite3_exec(store, schema, NULL, NULL, NULL));
    pejl_rows table = {.order = NULL, .values = values, .statuses = statuses, .first_valueless = 4};
    check(store, pejl_rows_register(store, &table));
    sqlite3_stmt *keys = prepared(store, "INSERT INTO series SELECT ? + rowid, 1, 1, a, b FROM pejl_rows");
    for (int first = 0; first < series; first += CHUNK) {
        const int size = series - first < CHUNK ? series - first : CHUNK;
        for (int row = 0; row < size; row++) {
            numbers[0][row] = (first + row) / (series / areas + 1);
            numbers[1][row] = (first + row) % (series / areas + 1);
        }
        table.count = (size_t)size;
        table.keys[0] = table.keys[1] = (pejl_key_column){.ids = ids};
        table.keys[0].numbers = numbers[0];
        table.keys[1].numbers = numbers[1];
        sqlite3_bind_int64(keys, 1, first + 1);
        check(store, sqlite3_step(keys));
        sqlite3_reset(keys);
    }
    sqlite3_stmt *insert =
        prepared(store, "INSERT OR FAIL INTO observation SELECT a, b, value, status, 1 FROM pejl_rows");
    for (long first = 0; first < rows; first += CHUNK) {
        const long size = rows - first < CHUNK ? rows - first : CHUNK;
        for (long row = 0; row < size; row++) {
            numbers[0][row] = (int32_t)((first + row) / periods);
            numbers[1][row] = (int32_t)((first + row) % periods);
            values[row] = (double)((first + row) * 7919 % 20011);
        }
        table.count = (size_t)size;
        check(store, sqlite3_step(insert));
        sqlite3_reset(insert);
    }
    sqlite3_finalize(keys);
    sqlite3_finalize(insert);
    check(store, sqlite3_exec(store, "COMMIT", NULL, NULL, NULL));
    check(store, pejl_rows_unregister(store));
    check(store, sqlite3_close(store));
    const double seconds = now() - start;
    struct stat size;
    if (stat(arguments[3], &size) != 0) return 1;
    printf("{\"rows\": %ld, \"seconds\": %.4f, \"store_bytes\": %lld}\n", rows, seconds, (long long)size.st_size);
    return 0;
}
