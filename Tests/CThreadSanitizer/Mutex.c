// ThreadSanitizer sees only what is compiled with it. Of Swift's Mutex on Linux the quick path is, because it is inlined, but a lock that
// has to wait is taken and given back inside the toolchain's libswiftSynchronization, unseen: every value behind a contended
// Mutex is then reported as raced for. These two functions stand in for the library's, call them, and tell the sanitizer what happened. They
// can go when the library of the toolchain tells it itself.
#define _GNU_SOURCE
#include "CThreadSanitizer.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) && defined(__linux__)
#define WATCHED 1
#endif
#endif

#ifdef WATCHED
#include <dlfcn.h>
#include <stdint.h>

extern void __tsan_acquire(void *address);
extern void __tsan_release(void *address);

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define HANDLE __attribute__((swift_context)) void *

typedef SWIFT void (*lock_slow_function)(uint32_t, HANDLE);
typedef SWIFT void (*unlock_slow_function)(HANDLE);

SWIFT void crm_lock_slow(uint32_t thread, HANDLE handle) __asm__(LOCK_SLOW);
SWIFT void crm_unlock_slow(HANDLE handle) __asm__(UNLOCK_SLOW);

SWIFT void crm_lock_slow(uint32_t thread, HANDLE handle) {
  ((lock_slow_function)dlsym(RTLD_NEXT, LOCK_SLOW))(thread, handle);
  __tsan_acquire(handle);
}

SWIFT void crm_unlock_slow(HANDLE handle) {
  __tsan_release(handle);
  ((unlock_slow_function)dlsym(RTLD_NEXT, UNLOCK_SLOW))(handle);
}

int crm_thread_sanitizer_watches(void) { return 1; }
#else
int crm_thread_sanitizer_watches(void) { return 0; }
#endif
