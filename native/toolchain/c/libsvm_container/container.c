/* ContainerLibrary: the limits by which an executable sizes its heap and its pools. -1 is no limit, or not known. */
#define _GNU_SOURCE
#include <sched.h>
#include <unistd.h>

#include "cgroup.h"

/* ContainerLibrary's own constants: its version, and the answers to initialize. */
enum {
  INTERFACE = 240100,
  NOT_CONTAINERIZED = 0,
  CONTAINERIZED = 1,
  LIBRARY_TOO_OLD = 2,
  LIBRARY_TOO_NEW = 3,
};

static int available_processors(void) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) {
    return CPU_COUNT(&allowed);
  }
  return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

/* ContainerLibrary.initialize: whether there are limits at all. */
int svm_container_initialize(int version) {
  if (version != INTERFACE) {
    return version < INTERFACE ? LIBRARY_TOO_NEW : LIBRARY_TOO_OLD;
  }
  cgroup_find();
  return cgroup_memory_limit() > 0 || cgroup_cpus() > 0 ? CONTAINERIZED : NOT_CONTAINERIZED;
}

/* ContainerLibrary.physicalMemory: as in HotSpot, what a container has is the limit. The default maximum heap is a part of
   this. */
unsigned long svm_container_physical_memory(void) {
  long limit = cgroup_memory_limit();
  if (limit != UNLIMITED) {
    return (unsigned long)limit;
  }
  return (unsigned long)sysconf(_SC_PHYS_PAGES) * (unsigned long)sysconf(_SC_PAGESIZE);
}

/* ContainerLibrary.getMemoryLimitInBytes: this and the rest is for JFR's events and the OperatingSystemMXBean. */
long svm_container_memory_limit_in_bytes(void) {
  return cgroup_memory_limit();
}

/* ContainerLibrary.getMemoryAndSwapLimitInBytes */
long svm_container_memory_and_swap_limit_in_bytes(void) {
  return cgroup_memory_and_swap_limit();
}

/* ContainerLibrary.getMemorySoftLimitInBytes */
long svm_container_memory_soft_limit_in_bytes(void) {
  return cgroup_memory_soft_limit();
}

/* ContainerLibrary.getMemoryUsageInBytes */
long svm_container_memory_usage_in_bytes(void) {
  return cgroup_memory_usage();
}

/* ContainerLibrary.getMemoryMaxUsageInBytes */
long svm_container_memory_max_usage_in_bytes(void) {
  return cgroup_memory_peak();
}

/* ContainerLibrary.getRssUsageInBytes */
long svm_container_rss_usage_in_bytes(void) {
  return cgroup_memory_anonymous();
}

/* ContainerLibrary.getCacheUsageInBytes */
long svm_container_cache_usage_in_bytes(void) {
  return cgroup_memory_cached();
}

/* ContainerLibrary.getActiveProcessorCount: a fraction counts as a whole one, as in HotSpot. */
int svm_container_active_processor_count(void) {
  int available = available_processors();
  double cpus = cgroup_cpus();
  if (cpus <= 0 || cpus >= available) {
    return available;
  }
  int whole = (int)cpus;
  return whole < cpus ? whole + 1 : whole;
}
