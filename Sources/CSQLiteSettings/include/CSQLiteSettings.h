#ifndef CSQLITESETTINGS_H
#define CSQLITESETTINGS_H

struct sqlite3;

/// Calls `sqlite3_db_config`, which is variadic and so out of Swift's reach.
///
/// `value` is 0 or 1 to set the option, negative to ask for it. What holds afterwards is stored in `current`; the
/// result is SQLite's code.
int crm_sqlite_db_config(struct sqlite3 *db, int option, int value, int *current);

#endif
