#include "CSQLiteSettings.h"

#include <sqlite3.h>

int crm_sqlite_db_config(struct sqlite3 *db, int option, int value, int *current) {
  return sqlite3_db_config(db, option, value, current);
}
