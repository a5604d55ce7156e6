// Calls of SQLite that GRDB lacks: protection of a connection against a database from a stranger.
#ifndef GAINRIDER_CSQLITE_H
#define GAINRIDER_CSQLITE_H

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

/// Lets a schema do nothing: no views, no triggers, no functions of its choice, no writing behind SQLite's back; and no
/// value beyond `length` bytes.
static inline void session_defend(sqlite3 *db, int length) {
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, (int *)0);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, length);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1);
}

static inline int session_give_up(void *unused) { return 1; }

/// Every statement ends with SQLITE_INTERRUPT after about so many steps of SQLite's machine.
static inline void session_limit_steps(sqlite3 *db, int steps) {
    sqlite3_progress_handler(db, steps, session_give_up, (void *)0);
}

/// Opens a copy of a database's bytes in memory as the connection's only database. SQLITE_OK if it can be tried.
static inline int session_adopt(sqlite3 *db, const void *bytes, int64_t count) {
    unsigned char *copy = (unsigned char *)sqlite3_malloc64((sqlite3_uint64)count);
    if (copy == 0) return SQLITE_NOMEM;
    memcpy(copy, bytes, (size_t)count);
    return sqlite3_deserialize(db, "main", copy, count, count,
        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
}

#endif
