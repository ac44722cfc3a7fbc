/* libreporterchelper.so: loaded by the builder itself, for its report of progress (ProgressReporterCHelper). */
#include <jni.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* ProgressReporterCHelper.getPeakRSS0: the builder's memory, in bytes. */
JNIEXPORT jlong JNICALL Java_com_oracle_svm_hosted_ProgressReporterCHelper_getPeakRSS0(JNIEnv *env, jclass type) {
  struct rusage usage;
  if (getrusage(RUSAGE_SELF, &usage) != 0) {
    return -1;
  }
  return (jlong)usage.ru_maxrss * 1024;
}

/* ProgressReporterCHelper.getTerminalWindowColumns0: how wide its lines may be. */
JNIEXPORT jint JNICALL Java_com_oracle_svm_hosted_ProgressReporterCHelper_getTerminalWindowColumns0(JNIEnv *env,
                                                                                                   jclass type) {
  struct winsize window;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0) {
    return 80;
  }
  return window.ws_col;
}
