#include "CSQLiteSettings.h"

#include <sqlite3.h>

#ifdef __linux__
#include <sys/vfs.h>
#endif

int crm_sqlite_db_config(struct sqlite3 *db, int option, int value, int *current) {
  return sqlite3_db_config(db, option, value, current);
}

int crm_file_system_type(const char *path, uint32_t *type) {
#ifdef __linux__
  struct statfs info;
  if (statfs(path, &info) == 0) {
    *type = (uint32_t)info.f_type;
    return 0;
  }
#else
  (void)path;
  (void)type;
#endif
  return -1;
}
