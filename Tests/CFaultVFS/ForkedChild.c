#include "CFaultVFS.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

int crm_fork_run(int (*body)(void *context), void *context, unsigned seconds) {
  pid_t child = fork();
  if (child < 0) return -1000;
  if (child == 0) {
    alarm(seconds);
    // Neither exit handlers nor destructors: they are the parent's.
    _exit(body(context));
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1000;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
