/* The JVM's functions that the JDK's libraries call in an image too: processors, clocks, shared libraries, the process.
   All others that they name are stubs, made by own-libraries.mk, which end the process by name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <jni.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { NANOS_PER_SECOND = 1000000000, NANOS_PER_MILLI = 1000000 };

/* Jvm.initialize: there is no JVM whose parts would have to be set up. */
void initialize(void) {
}

/* Jvm.JVM_ActiveProcessorCount: those that this process may run on. */
jint JVM_ActiveProcessorCount(void) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) {
    return CPU_COUNT(&allowed);
  }
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (jint)online : 1;
}

static jlong nanoseconds_of(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (jlong)time.tv_sec * NANOS_PER_SECOND + time.tv_nsec;
}

/* System.nanoTime(), registered by libjava's System.c. */
jlong JVM_NanoTime(JNIEnv *env, jclass ignored) {
  return nanoseconds_of(CLOCK_MONOTONIC);
}

/* System.currentTimeMillis(), likewise. */
jlong JVM_CurrentTimeMillis(JNIEnv *env, jclass ignored) {
  return nanoseconds_of(CLOCK_REALTIME) / NANOS_PER_MILLI;
}

/* VM.getNanoTimeAdjustment(), for Clock: nanoseconds since that second, -1 if it is farther away than 2^32 s. */
jlong JVM_GetNanoTimeAdjustment(JNIEnv *env, jclass ignored, jlong offset_seconds) {
  static const jlong LIMIT = INT64_C(1) << 32;
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  jlong seconds = (jlong)time.tv_sec - offset_seconds;
  if (seconds > LIMIT || seconds < -LIMIT) {
    return -1;
  }
  return seconds * NANOS_PER_SECOND + time.tv_nsec;
}

/* RawNativeLibraries.c and NativeLibraries.c of libjava. */
void *JVM_LoadLibrary(const char *name, jboolean throws) {
  return dlopen(name, RTLD_LAZY);
}

void JVM_UnloadLibrary(void *library) {
  dlclose(library);
}

void *JVM_FindLibraryEntry(void *library, const char *name) {
  return dlsym(library, name);
}

jboolean JVM_IsSupportedJNIVersion(jint version) {
  return version >= JNI_VERSION_1_1;
}

/* io_util of libjava: paths are as they are, outside of Windows. */
char *JVM_NativePath(char *path) {
  return path;
}

/* VM.c of libjava: java.io.tmpdir. */
jstring JVM_GetTemporaryDirectory(JNIEnv *env) {
  return (*env)->NewStringUTF(env, "/tmp");
}

/* Signal.c of libjava: the run-time system of images finds and raises signals by itself. */
jint JVM_FindSignal(const char *name) {
  return -1;
}

jboolean JVM_RaiseSignal(jint signal) {
  return raise(signal) == 0;
}

/* Shutdown.c of libjava. */
void JVM_BeforeHalt(void) {
}

void JVM_Halt(jint status) {
  _exit(status);
}

/* Runtime.c and GC.c of libjava: the heap belongs to the image's own collector, which Java code asks directly. */
jlong JVM_TotalMemory(void) {
  return 0;
}

jlong JVM_FreeMemory(void) {
  return 0;
}

jlong JVM_MaxMemory(void) {
  return INT64_MAX;
}

void JVM_GC(void) {
}

jlong JVM_MaxObjectInspectionAge(void) {
  return 0;
}

/* libmanagement asks for HotSpot's table of functions: there is none, and images answer in Java. */
void *JVM_GetManagement(jint version) {
  return NULL;
}

/* Questions about HotSpot's features, which images answer in Java. */
jboolean JVM_IsUseContainerSupport(void) {
  return JNI_FALSE;
}

jboolean JVM_IsContainerized(void) {
  return JNI_FALSE;
}

jboolean JVM_IsContinuationsSupported(void) {
  return JNI_FALSE;
}

jboolean JVM_IsForeignLinkerSupported(void) {
  return JNI_FALSE;
}

jboolean JVM_IsPreviewEnabled(void) {
  return JNI_FALSE;
}

jboolean JVM_IsFinalizationEnabled(JNIEnv *env, jclass ignored) {
  return JNI_FALSE;
}
