#ifndef CSQLITESETTINGS_H
#define CSQLITESETTINGS_H

#include <stdint.h>

struct sqlite3;

/// Calls `sqlite3_db_config`, which is variadic and so out of Swift's reach.
///
/// `value` is 0 or 1 to set the option, negative to ask for it. What holds afterwards is stored in `current`; the
/// result is SQLite's code.
int crm_sqlite_db_config(struct sqlite3 *db, int option, int value, int *current);

/// Asks for the number of the file system that a path lies on, as statfs(2) tells on Linux; Swift's Glibc module lacks it.
///
/// Returns 0, or -1 if it is not known.
int crm_file_system_type(const char *path, uint32_t *type);

#endif
