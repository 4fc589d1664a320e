#ifndef CFAULTVFS_H
#define CFAULTVFS_H

#include <stdint.h>

/// A layer below SQLite that fails on command: a VFS of its own name, never the default, that leaves all work to the
/// default one but the call that is to fail.
struct crm_faults;

/// What SQLite asks of files. The values are bits, to be joined.
enum crm_fault_call {
  CRM_FAULT_OPEN = 1 << 0,
  CRM_FAULT_READ = 1 << 1,
  CRM_FAULT_WRITE = 1 << 2,
  CRM_FAULT_SYNC = 1 << 3,
  CRM_FAULT_TRUNCATE = 1 << 4,
  CRM_FAULT_SIZE = 1 << 5,
  CRM_FAULT_LOCK = 1 << 6,
  CRM_FAULT_SHM_MAP = 1 << 7,
  CRM_FAULT_SHM_LOCK = 1 << 8,
  CRM_FAULT_DELETE = 1 << 9,
  CRM_FAULT_ACCESS = 1 << 10,
};

/// Makes a layer and registers it under a name, which is copied. NULL if there is no memory or the name is taken.
struct crm_faults *crm_faults_create(const char *name);

/// Takes a layer away. Every connection that was opened with it must be closed.
void crm_faults_destroy(struct crm_faults *faults);

/// From now on counts the calls of some kinds, from 1, and fails those from `first` on: one if `once`, else all.
///
/// What fails is not done, except that a failing write leaves half of its bytes behind. `code` is what SQLite is told; 0
/// means what the default VFS says when such a call fails.
void crm_faults_arm(struct crm_faults *faults, uint32_t calls, int64_t first, int once, int code);

/// From now on nothing fails. Gives how many calls failed since it was armed; `counted`, unless NULL, is set to how many
/// calls there were.
int64_t crm_faults_disarm(struct crm_faults *faults, int64_t *counted);

/// Whether databases, but not what lies beside them, are opened as files that may only be read, whatever SQLite asks:
/// as the default VFS does for a user without the right to write.
void crm_faults_set_read_only(struct crm_faults *faults, int read_only);

/// From now on counts the calls of some kinds, apart from those that are to fail, and runs `hook`, on the thread of the
/// call and before it is done, at the one of a number counted from 1; never for 0.
///
/// The hook may hold the thread. Other connections of the layer go on meanwhile.
void crm_faults_watch(
    struct crm_faults *faults, uint32_t calls, int64_t number, void (*hook)(void *), void *context);

/// How many calls of the watched kinds there have been.
int64_t crm_faults_watched(struct crm_faults *faults);

/// Runs `body` in a child of this process, made by fork(2), which ends with what it returns.
///
/// The child has one thread, the caller's. If it is not done after some seconds it is ended.
///
/// Returns the child's status, 0...255; minus the number of the signal that ended it; -1000 if there was no child.
int crm_fork_run(int (*body)(void *context), void *context, unsigned seconds);

#endif
