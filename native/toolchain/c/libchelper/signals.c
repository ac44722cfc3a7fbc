/* CSunMiscSignal: signals that Java code handles. A handler counts and posts; a Java thread waits, takes and dispatches. */
#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>

static atomic_int is_open;
static atomic_long pending[NSIG];
static sem_t arrivals;

/* Takes the mechanism for this isolate: 0, 1 if another one has it, -1 on failure. */
int cSunMiscSignal_open(void) {
  int closed = 0;
  if (!atomic_compare_exchange_strong(&is_open, &closed, 1)) {
    return 1;
  }
  for (int signal = 0; signal < NSIG; signal++) {
    atomic_store(&pending[signal], 0);
  }
  if (sem_init(&arrivals, 0, 0) != 0) {
    atomic_store(&is_open, 0);
    return -1;
  }
  return 0;
}

/* Gives it back. */
int cSunMiscSignal_close(void) {
  int status = sem_destroy(&arrivals);
  if (status == 0) {
    atomic_store(&is_open, 0);
  }
  return status;
}

/* Where the dispatching thread waits. */
int cSunMiscSignal_awaitSemaphore(void) {
  int status;
  do {
    status = sem_wait(&arrivals);
  } while (status != 0 && errno == EINTR);
  return status;
}

/* Wakes the dispatching thread for another reason than a signal: it shall end. */
int cSunMiscSignal_signalSemaphore(void) {
  return sem_post(&arrivals);
}

/* Whether there is such a signal at all. */
int cSunMiscSignal_signalRangeCheck(int signal) {
  return signal > 0 && signal < NSIG;
}

/* Takes one signal that arrived, -1 if there is none. */
int cSunMiscSignal_checkPendingSignal(void) {
  for (int signal = 1; signal < NSIG; signal++) {
    long count = atomic_load(&pending[signal]);
    while (count > 0) {
      if (atomic_compare_exchange_weak(&pending[signal], &count, count - 1)) {
        return signal;
      }
    }
  }
  return -1;
}

/* Only what is safe in a signal handler: lock-free atomics and sem_post (signal-safety(7)). */
static void count_signal(int signal) {
  int saved = errno;
  if (cSunMiscSignal_signalRangeCheck(signal)) {
    atomic_fetch_add(&pending[signal], 1);
    sem_post(&arrivals);
  }
  errno = saved;
}

/* What the run-time system installs by sigaction. */
void *cSunMiscSignal_signalHandlerFunctionPointer(void) {
  return (void *)count_signal;
}
