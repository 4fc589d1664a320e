#ifndef CTHREADSANITIZER_H
#define CTHREADSANITIZER_H

/// Whether ThreadSanitizer watches this process: 1 or 0.
int crm_thread_sanitizer_watches(void);

#endif
