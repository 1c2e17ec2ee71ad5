#include "CRows.h"

#include <sqlite3.h>
#include <string.h>

static const char name[] = "pejl_rows";

typedef struct {
    sqlite3_vtab base;
    pejl_rows *rows;
} Table;

typedef struct {
    sqlite3_vtab_cursor base;
    const pejl_rows *rows;
    size_t next;
} Cursor;

static int connect_table(
    sqlite3 *connection,
    void *rows,
    int count,
    const char *const *arguments,
    sqlite3_vtab **table,
    char **message
) {
    (void)count, (void)arguments, (void)message;
    const int code = sqlite3_declare_vtab(
        connection, "CREATE TABLE rows (a INTEGER, b INTEGER, c INTEGER, value REAL, status INTEGER)"
    );
    if (code != SQLITE_OK) return code;
    Table *made = sqlite3_malloc(sizeof *made);
    if (made == NULL) return SQLITE_NOMEM;
    memset(made, 0, sizeof *made);
    made->rows = rows;
    *table = &made->base;
    return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *table) {
    sqlite3_free(table);
    return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info) {
    info->estimatedCost = (double)((Table *)table)->rows->count;
    info->estimatedRows = (sqlite3_int64)((Table *)table)->rows->count;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
    Cursor *made = sqlite3_malloc(sizeof *made);
    if (made == NULL) return SQLITE_NOMEM;
    memset(made, 0, sizeof *made);
    made->rows = ((Table *)table)->rows;
    *cursor = &made->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor) {
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int count, sqlite3_value **values) {
    (void)number, (void)text, (void)count, (void)values;
    ((Cursor *)cursor)->next = 0;
    return SQLITE_OK;
}

static int advance(sqlite3_vtab_cursor *cursor) {
    ((Cursor *)cursor)->next++;
    return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *cursor) {
    return ((Cursor *)cursor)->next >= ((Cursor *)cursor)->rows->count;
}

static size_t row_of(const Cursor *cursor) {
    return cursor->rows->order == NULL ? cursor->next : (size_t)cursor->rows->order[cursor->next];
}

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int number) {
    const pejl_rows *rows = ((Cursor *)cursor)->rows;
    const size_t row = row_of((Cursor *)cursor);
    switch (number) {
    case 0:
    case 1:
    case 2: sqlite3_result_int64(context, rows->keys[number].ids[rows->keys[number].numbers[row]]); break;
    case 3:
        // Without a result the column is NULL.
        if (rows->statuses[row] < rows->first_valueless) sqlite3_result_double(context, rows->values[row]);
        break;
    default: sqlite3_result_int(context, rows->statuses[row]);
    }
    return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id) {
    *id = (sqlite3_int64)((Cursor *)cursor)->next;
    return SQLITE_OK;
}

// Without xCreate the table exists by its module's name alone and cannot be named in a schema.
static const sqlite3_module module = {
    .xConnect = connect_table,
    .xBestIndex = plan,
    .xDisconnect = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = advance,
    .xEof = is_at_end,
    .xColumn = column,
    .xRowid = rowid,
};

int pejl_rows_register(struct sqlite3 *connection, pejl_rows *rows) {
    return sqlite3_create_module_v2(connection, name, &module, rows, NULL);
}

int pejl_rows_unregister(struct sqlite3 *connection) {
    return sqlite3_create_module_v2(connection, name, NULL, NULL, NULL);
}
