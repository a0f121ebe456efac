/* test_sql_status.c - what SQLite fails with, as perigee's codes. */
#include "check.h"

#include <sqlite3.h>
#include <stdio.h>

#include "store/sql_status.h"

struct row {
    const char *name, *sql;
    int want;
};

SUITE(sql_status)
{
    static const struct row rows[] = {
        {"SQL that does not fit", "SELECT x FROM nothing", PERI_EFORMAT},
        {"two with one id", "INSERT INTO t VALUES(1), (1)", PERI_EFORMAT},
        {"too big", "SELECT zeroblob(2000)", PERI_ELIMIT},
        {"no file", "ATTACH '/nobody/has/this/folder.db' AS other", PERI_EIO},
        {"not to be written", "PRAGMA query_only = 1; INSERT INTO t VALUES(2)", PERI_EIO},
    };
    sqlite3 *handle = NULL;
    CHECK_INT("no connection", peri_sql_status(NULL), PERI_ENOMEM);
    CHECK_INT("opens", sqlite3_open(":memory:", &handle), SQLITE_OK);
    CHECK_INT("table",
              sqlite3_exec(handle, "CREATE TABLE t(x INTEGER PRIMARY KEY)", NULL, NULL, NULL),
              SQLITE_OK);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 1000);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(rows[i].name, sqlite3_exec(handle, rows[i].sql, NULL, NULL, NULL) != SQLITE_OK);
        CHECK_INT(rows[i].name, peri_sql_status(handle), rows[i].want);
    }
    sqlite3_close(handle);
}

/* Another writer has the file. */
SUITE(sql_status_busy)
{
    char path[512];
    sqlite3 *one = NULL, *other = NULL;
    snprintf(path, sizeof path, "%s/sql_status.db", check_tmp());
    CHECK_INT("opens", sqlite3_open(path, &one), SQLITE_OK);
    CHECK_INT("opens", sqlite3_open(path, &other), SQLITE_OK);
    CHECK_INT("begins", sqlite3_exec(one, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    CHECK_INT("busy", sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_BUSY);
    CHECK_INT("as ours", peri_sql_status(other), PERI_ESTATE);
    sqlite3_close(one);
    sqlite3_close(other);
}

SUITE(sql_status_no_database)
{
    sqlite3 *handle = NULL;
    const char *path = check_write("sql_status.txt", "words, and nothing but words\n", 29);
    CHECK_INT("opens", sqlite3_open(path, &handle), SQLITE_OK);
    CHECK_INT("reads", sqlite3_exec(handle, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL),
              SQLITE_NOTADB);
    CHECK_INT("as ours", peri_sql_status(handle), PERI_EFORMAT);
    sqlite3_close(handle);
}
