#include "CFigures.h"

#include <sqlite3.h>
#include <string.h>

static const char name[] = "pejl_figures";

enum { ROOM = 512 };

typedef struct {
    int64_t series[ROOM];
    int64_t periods[ROOM];
    double values[ROOM];
    int64_t statuses[ROOM];
    int64_t from[ROOM];
    int64_t to[ROOM];
    uint8_t has_value[ROOM];
} Columns;

/* SQLite gives it zeroed, and keeps it from a run's first row to its end. */
typedef struct {
    Columns *columns;
    const pejl_figures_taker *taker;
    size_t count;
    sqlite3_int64 all;
    int64_t last[3];
    /* Which of the columns that may be left out there are. */
    int has_from;
    int has_to;
    int has_failed;
} Run;

static void fail(sqlite3_context *context, Run *run, int code, const char *message) {
    run->has_failed = 1;
    sqlite3_result_error(context, message, -1);
    sqlite3_result_error_code(context, code);
}

static int hand_over(sqlite3_context *context, Run *run) {
    const Columns *columns = run->columns;
    const pejl_figures figures = {
        .count = run->count,
        .series = columns->series,
        .periods = columns->periods,
        .values = columns->values,
        .has_value = columns->has_value,
        .statuses = columns->statuses,
        .from = run->has_from ? columns->from : NULL,
        .to = run->has_to ? columns->to : NULL,
    };
    run->all += (sqlite3_int64)run->count;
    run->count = 0;
    if (run->taker->take(run->taker->context, &figures) == 0) return 1;
    fail(context, run, SQLITE_ABORT, "the figures were not wanted any more");
    return 0;
}

static int begin(sqlite3_context *context, Run *run, int count, sqlite3_value *taker) {
    run->has_from = count >= 6;
    run->has_to = count == 7;
    run->taker = sqlite3_value_pointer(taker, name);
    if (run->taker == NULL || count < 5 || count > 7) {
        fail(context, run, SQLITE_MISUSE, "pejl_figures wants a taker and a figure's columns");
        return 0;
    }
    run->columns = sqlite3_malloc(sizeof *run->columns);
    if (run->columns == NULL) {
        run->has_failed = 1;
        sqlite3_result_error_nomem(context);
        return 0;
    }
    return 1;
}

static int is_after(const int64_t *key, const int64_t *last) {
    for (int part = 0; part < 3; part++) {
        if (key[part] != last[part]) return key[part] > last[part];
    }
    return 0;
}

static void take_row(sqlite3_context *context, int count, sqlite3_value **row) {
    Run *run = sqlite3_aggregate_context(context, sizeof *run);
    if (run == NULL) return sqlite3_result_error_nomem(context);
    if (run->has_failed) return;
    if (run->columns == NULL && !begin(context, run, count, row[0])) return;
    if (run->count == ROOM && !hand_over(context, run)) return;
    Columns *columns = run->columns;
    const size_t place = run->count;
    const int type = sqlite3_value_type(row[3]);
    int is_whole = sqlite3_value_type(row[1]) == SQLITE_INTEGER && sqlite3_value_type(row[2]) == SQLITE_INTEGER
        && sqlite3_value_type(row[4]) == SQLITE_INTEGER && (type == SQLITE_FLOAT || type == SQLITE_NULL);
    if (run->has_from) is_whole = is_whole && sqlite3_value_type(row[5]) == SQLITE_INTEGER;
    if (run->has_to) is_whole = is_whole && sqlite3_value_type(row[6]) == SQLITE_INTEGER;
    if (!is_whole) return fail(context, run, SQLITE_CORRUPT, "a figure has a value of a type that it cannot have");
    const int64_t key[3] = {
        sqlite3_value_int64(row[1]), sqlite3_value_int64(row[2]), run->has_from ? sqlite3_value_int64(row[5]) : 0
    };
    // A second figure with the same key and another fetch is in order among the superseded alone.
    const int64_t *last = run->last;
    const int has_same_place = key[0] == last[0] && key[1] == last[1];
    if (run->all + (sqlite3_int64)place > 0 && (!is_after(key, last) || (has_same_place && !run->has_to))) {
        return fail(context, run, SQLITE_CORRUPT, "figures are out of their order");
    }
    memcpy(run->last, key, sizeof key);
    columns->series[place] = key[0];
    columns->periods[place] = key[1];
    columns->from[place] = key[2];
    columns->has_value[place] = type == SQLITE_FLOAT;
    columns->values[place] = type == SQLITE_FLOAT ? sqlite3_value_double(row[3]) : 0;
    columns->statuses[place] = sqlite3_value_int64(row[4]);
    if (run->has_to) columns->to[place] = sqlite3_value_int64(row[6]);
    run->count++;
}

// Also called where a statement ends early, while the taker is still there; what it then gets, nobody asks for.
static void end(sqlite3_context *context) {
    Run *run = sqlite3_aggregate_context(context, 0);
    if (run == NULL) return sqlite3_result_int64(context, 0);
    if (!run->has_failed && run->columns != NULL && run->count > 0) hand_over(context, run);
    if (!run->has_failed) sqlite3_result_int64(context, run->all);
    sqlite3_free(run->columns);
    run->columns = NULL;
}

int pejl_figures_register(struct sqlite3 *connection) {
    // Not to be called by a view or trigger that somebody wrote into the file.
    const int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    return sqlite3_create_function_v2(connection, name, -1, flags, NULL, NULL, take_row, end, NULL);
}

int pejl_figures_bind(struct sqlite3_stmt *statement, int argument, pejl_figures_taker *taker) {
    return sqlite3_bind_pointer(statement, argument, taker, name, NULL);
}
