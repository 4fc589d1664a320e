#include "CFaultVFS.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct crm_faults {
  sqlite3_vfs vfs;
  sqlite3_vfs *base;
  // 0 while nothing fails. Written last when armed, so that whoever sees it sees the rest.
  _Atomic uint32_t calls;
  _Atomic int64_t counted;
  _Atomic int64_t failed;
  _Atomic int64_t first;
  _Atomic int once;
  _Atomic int code;
  _Atomic int read_only;
  // 0 while no call is watched. Written last, like `calls`.
  _Atomic uint32_t watched;
  _Atomic int64_t watched_count;
  int64_t watched_number;
  void (*hook)(void *);
  void *hook_context;
  char name[];
};

// A file of ours; the default VFS's follows in the same memory.
struct faulty_file {
  sqlite3_file base;
  sqlite3_io_methods methods;
  struct crm_faults *faults;
  sqlite3_file *real;
};

static struct faulty_file *faulty(sqlite3_file *file) { return (struct faulty_file *)file; }
static sqlite3_file *real(sqlite3_file *file) { return faulty(file)->real; }

// Counts a call; the code to fail with, or SQLITE_OK.
static int fault(struct crm_faults *faults, uint32_t call, int usual) {
  if (atomic_load(&faults->watched) & call) {
    int64_t number = atomic_fetch_add(&faults->watched_count, 1) + 1;
    if (number == faults->watched_number && faults->hook) faults->hook(faults->hook_context);
  }
  if ((atomic_load(&faults->calls) & call) == 0) return SQLITE_OK;
  int64_t number = atomic_fetch_add(&faults->counted, 1) + 1;
  int64_t first = atomic_load(&faults->first);
  if (atomic_load(&faults->once) ? number != first : number < first) return SQLITE_OK;
  atomic_fetch_add(&faults->failed, 1);
  int code = atomic_load(&faults->code);
  return code ? code : usual;
}

static int file_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int file_read(sqlite3_file *file, void *buffer, int amount, sqlite3_int64 offset) {
  int code = fault(faulty(file)->faults, CRM_FAULT_READ, SQLITE_IOERR_READ);
  return code ? code : real(file)->pMethods->xRead(real(file), buffer, amount, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset) {
  int code = fault(faulty(file)->faults, CRM_FAULT_WRITE, SQLITE_IOERR_WRITE);
  if (code) {
    if (amount > 1) real(file)->pMethods->xWrite(real(file), bytes, amount / 2, offset);
    return code;
  }
  return real(file)->pMethods->xWrite(real(file), bytes, amount, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int code = fault(faulty(file)->faults, CRM_FAULT_TRUNCATE, SQLITE_IOERR_TRUNCATE);
  return code ? code : real(file)->pMethods->xTruncate(real(file), size);
}

static int file_sync(sqlite3_file *file, int flags) {
  int code = fault(faulty(file)->faults, CRM_FAULT_SYNC, SQLITE_IOERR_FSYNC);
  return code ? code : real(file)->pMethods->xSync(real(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  int code = fault(faulty(file)->faults, CRM_FAULT_SIZE, SQLITE_IOERR_FSTAT);
  return code ? code : real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level) {
  int code = fault(faulty(file)->faults, CRM_FAULT_LOCK, SQLITE_IOERR_LOCK);
  return code ? code : real(file)->pMethods->xLock(real(file), level);
}

static int file_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }

static int file_check_reserved(sqlite3_file *file, int *reserved) {
  return real(file)->pMethods->xCheckReservedLock(real(file), reserved);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }

static int file_characteristics(sqlite3_file *file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int file_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
  int code = fault(faulty(file)->faults, CRM_FAULT_SHM_MAP, SQLITE_IOERR_SHMMAP);
  if (code) {
    *memory = NULL;
    return code;
  }
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  // Letting go of a lock does not fail.
  int code = (flags & SQLITE_SHM_LOCK) ? fault(faulty(file)->faults, CRM_FAULT_SHM_LOCK, SQLITE_IOERR_SHMLOCK) : SQLITE_OK;
  return code ? code : real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int file_shm_unmap(sqlite3_file *file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static int file_fetch(sqlite3_file *file, sqlite3_int64 offset, int amount, void **memory) {
  return real(file)->pMethods->xFetch(real(file), offset, amount, memory);
}

static int file_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *memory) {
  return real(file)->pMethods->xUnfetch(real(file), offset, memory);
}

static const sqlite3_io_methods methods = {
    .iVersion = 3,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
    .xFetch = file_fetch,
    .xUnfetch = file_unfetch,
};

static struct crm_faults *layer(sqlite3_vfs *vfs) { return vfs->pAppData; }
static sqlite3_vfs *base(sqlite3_vfs *vfs) { return layer(vfs)->base; }

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  struct faulty_file *ours = faulty(file);
  // Without methods SQLite does not close what could not be opened.
  ours->base.pMethods = NULL;
  ours->faults = layer(vfs);
  ours->real = (sqlite3_file *)(ours + 1);
  int code = fault(layer(vfs), CRM_FAULT_OPEN, SQLITE_CANTOPEN);
  if (code) return code;
  if (atomic_load(&layer(vfs)->read_only) && (flags & SQLITE_OPEN_MAIN_DB) && (flags & SQLITE_OPEN_READWRITE)) {
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  }
  code = base(vfs)->xOpen(base(vfs), name, ours->real, flags, out);
  if (ours->real->pMethods == NULL) return code;
  ours->methods = methods;
  if (ours->real->pMethods->iVersion < 3) ours->methods.iVersion = ours->real->pMethods->iVersion;
  ours->base.pMethods = &ours->methods;
  return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  int code = fault(layer(vfs), CRM_FAULT_DELETE, SQLITE_IOERR_DELETE);
  return code ? code : base(vfs)->xDelete(base(vfs), name, sync);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
  int code = fault(layer(vfs), CRM_FAULT_ACCESS, SQLITE_IOERR_ACCESS);
  return code ? code : base(vfs)->xAccess(base(vfs), name, flags, out);
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out) {
  return base(vfs)->xFullPathname(base(vfs), name, size, out);
}

static void *vfs_dl_open(sqlite3_vfs *vfs, const char *name) { return base(vfs)->xDlOpen(base(vfs), name); }
static void vfs_dl_error(sqlite3_vfs *vfs, int size, char *out) { base(vfs)->xDlError(base(vfs), size, out); }
static void (*vfs_dl_sym(sqlite3_vfs *vfs, void *library, const char *name))(void) {
  return base(vfs)->xDlSym(base(vfs), library, name);
}
static void vfs_dl_close(sqlite3_vfs *vfs, void *library) { base(vfs)->xDlClose(base(vfs), library); }
static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out) { return base(vfs)->xRandomness(base(vfs), size, out); }
static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) { return base(vfs)->xSleep(base(vfs), microseconds); }
static int vfs_time(sqlite3_vfs *vfs, double *out) { return base(vfs)->xCurrentTime(base(vfs), out); }
static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out) {
  return base(vfs)->xGetLastError ? base(vfs)->xGetLastError(base(vfs), size, out) : 0;
}
static int vfs_time64(sqlite3_vfs *vfs, sqlite3_int64 *out) { return base(vfs)->xCurrentTimeInt64(base(vfs), out); }

struct crm_faults *crm_faults_create(const char *name) {
  sqlite3_vfs *base = sqlite3_vfs_find(NULL);
  if (base == NULL || sqlite3_vfs_find(name) != NULL) return NULL;
  size_t length = strlen(name) + 1;
  struct crm_faults *faults = calloc(1, sizeof(struct crm_faults) + length);
  if (faults == NULL) return NULL;
  memcpy(faults->name, name, length);
  faults->base = base;
  faults->vfs = (sqlite3_vfs){
      .iVersion = base->iVersion < 2 ? base->iVersion : 2,
      .szOsFile = (int)sizeof(struct faulty_file) + base->szOsFile,
      .mxPathname = base->mxPathname,
      .zName = faults->name,
      .pAppData = faults,
      .xOpen = vfs_open,
      .xDelete = vfs_delete,
      .xAccess = vfs_access,
      .xFullPathname = vfs_full_pathname,
      .xDlOpen = vfs_dl_open,
      .xDlError = vfs_dl_error,
      .xDlSym = vfs_dl_sym,
      .xDlClose = vfs_dl_close,
      .xRandomness = vfs_randomness,
      .xSleep = vfs_sleep,
      .xCurrentTime = vfs_time,
      .xGetLastError = vfs_last_error,
      .xCurrentTimeInt64 = vfs_time64,
  };
  if (sqlite3_vfs_register(&faults->vfs, 0) != SQLITE_OK) {
    free(faults);
    return NULL;
  }
  return faults;
}

void crm_faults_destroy(struct crm_faults *faults) {
  sqlite3_vfs_unregister(&faults->vfs);
  free(faults);
}

void crm_faults_arm(struct crm_faults *faults, uint32_t calls, int64_t first, int once, int code) {
  atomic_store(&faults->calls, 0);
  atomic_store(&faults->counted, 0);
  atomic_store(&faults->failed, 0);
  atomic_store(&faults->first, first);
  atomic_store(&faults->once, once);
  atomic_store(&faults->code, code);
  atomic_store(&faults->calls, calls);
}

int64_t crm_faults_disarm(struct crm_faults *faults, int64_t *counted) {
  atomic_store(&faults->calls, 0);
  if (counted) *counted = atomic_load(&faults->counted);
  return atomic_load(&faults->failed);
}

void crm_faults_set_read_only(struct crm_faults *faults, int read_only) {
  atomic_store(&faults->read_only, read_only);
}

void crm_faults_watch(
    struct crm_faults *faults, uint32_t calls, int64_t number, void (*hook)(void *), void *context) {
  atomic_store(&faults->watched, 0);
  atomic_store(&faults->watched_count, 0);
  faults->watched_number = number;
  faults->hook = hook;
  faults->hook_context = context;
  atomic_store(&faults->watched, calls);
}

int64_t crm_faults_watched(struct crm_faults *faults) { return atomic_load(&faults->watched_count); }
