/* What the run-time system of images asks of the process and its memory, where C has macros, variables or varargs. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* LibCHelper.getEnviron: what System.getenv() reads. */
char **getEnviron(void) {
  return environ;
}

/* LibCHelper.SVM_FindJavaTZmd: the machine's time zone. The JDK's libjava.a has the search; both arguments are for Windows. */
extern char *findJavaTZ_md(const char *java_home);

char *SVM_FindJavaTZmd(const char *mappings, int length) {
  return findJavaTZ_md("");
}

/* CodeSynchronizationOperations.clearCache: after code was written; a no-op on x86. */
void codeSynchronization_clearCache(long start, long size) {
  __builtin___clear_cache((char *)start, (char *)start + size);
}

/* Fcntl.openSII and openatISII: open, with its varargs' types fixed. */
int openSII(const char *path, int flags, int mode) {
  return open(path, flags, mode);
}

int openatISII(int directory, const char *path, int flags, int mode) {
  return openat(directory, path, flags, mode);
}

/* PosixVMThreads: the last words of a thread that fails in C, by fprintf with its varargs' types fixed. */
int fprintfSD(FILE *file, const char *format, const char *text, int number) {
  return fprintf(file, format, text, number);
}

/* LinuxLibCHelper.mremapP: the image heap is mapped by moving pages. */
void *mremapP(void *old, size_t old_size, size_t new_size, int flags, void *new) {
  return mremap(old, old_size, new_size, flags, new);
}

/* LinuxLibCHelper.getThreadId: JFR and thread CPU times want the kernel's number. */
int getThreadId(void) {
  return (int)syscall(SYS_gettid);
}

/* LinuxLibCHelper.getThreadUserTimeSlow: nanoseconds of one thread in user mode, -1 if unknown. */
long getThreadUserTimeSlow(int thread) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return -1;
  }
  char stat[2048];
  ssize_t length = read(file, stat, sizeof stat - 1);
  close(file);
  if (length <= 0) {
    return -1;
  }
  stat[length] = 0;

  /* The name, in parentheses, may itself have parentheses and blanks; utime is the twelfth field after it (proc(5)). */
  const char *after_name = strrchr(stat, ')');
  unsigned long ticks;
  if (after_name == NULL ||
      sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu", &ticks) != 1) {
    return -1;
  }
  return (long)ticks * (1000000000L / sysconf(_SC_CLK_TCK));
}
