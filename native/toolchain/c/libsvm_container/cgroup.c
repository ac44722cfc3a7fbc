/* Control groups, version 2 and 1: where they are mounted by everyone, and which files have what (cgroups(7)). */
#define _GNU_SOURCE
#include "cgroup.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A controller's directories: the mount, and this process' group below it. Empty without the controller. */
struct group {
  char mount[64];
  char path[PATH_MAX];
};

struct memory_files {
  const char *limit;
  const char *swap_limit;
  const char *soft_limit;
  const char *usage;
  const char *peak;
  const char *anonymous_key;
  const char *cached_key;
};

static const struct memory_files V1 = {
    .limit = "memory.limit_in_bytes",
    .swap_limit = "memory.memsw.limit_in_bytes",
    .soft_limit = "memory.soft_limit_in_bytes",
    .usage = "memory.usage_in_bytes",
    .peak = "memory.max_usage_in_bytes",
    .anonymous_key = "rss",
    .cached_key = "cache",
};

static const struct memory_files V2 = {
    .limit = "memory.max",
    .swap_limit = "memory.swap.max",
    .soft_limit = "memory.low",
    .usage = "memory.current",
    .peak = "memory.peak",
    .anonymous_key = "anon",
    .cached_key = "file",
};

static const struct memory_files *files = &V2;
static struct group memory;
static struct group cpu;

/* ---- finding the groups ---- */

/* Inside of a container the path may be the host's, which is not to be seen there: then the mount is the group. */
static void set_group(struct group *group, const char *mount, const char *path) {
  snprintf(group->mount, sizeof group->mount, "%s", mount);
  int length = snprintf(group->path, sizeof group->path, "%s%s", mount, strcmp(path, "/") == 0 ? "" : path);
  if (length >= (int)sizeof group->path || access(group->path, R_OK) != 0) {
    snprintf(group->path, sizeof group->path, "%s", mount);
  }
}

static bool lists(const char *controllers, const char *wanted) {
  char copy[256];
  snprintf(copy, sizeof copy, "%s", controllers);
  char *rest = copy;
  for (char *name = strsep(&rest, ","); name != NULL; name = strsep(&rest, ",")) {
    if (strcmp(name, wanted) == 0) {
      return true;
    }
  }
  return false;
}

/* A line of /proc/self/cgroup: number:controllers:path, where version 2 has number 0 and no controllers. */
static void take_line(char *line, bool version2) {
  line[strcspn(line, "\n")] = 0;
  char *rest = line;
  strsep(&rest, ":");
  const char *controllers = strsep(&rest, ":");
  if (controllers == NULL || rest == NULL) {
    return;
  }
  if (version2 && *controllers == 0) {
    set_group(&memory, "/sys/fs/cgroup", rest);
    cpu = memory;
  } else if (!version2 && lists(controllers, "memory")) {
    set_group(&memory, "/sys/fs/cgroup/memory", rest);
  } else if (!version2 && lists(controllers, "cpu")) {
    set_group(&cpu, "/sys/fs/cgroup/cpu", rest);
  }
}

void cgroup_find(void) {
  bool version2 = access("/sys/fs/cgroup/cgroup.controllers", R_OK) == 0;
  files = version2 ? &V2 : &V1;
  FILE *groups = fopen("/proc/self/cgroup", "re");
  if (groups == NULL) {
    return;
  }
  char line[PATH_MAX];
  while (fgets(line, sizeof line, groups) != NULL) {
    take_line(line, version2);
  }
  fclose(groups);
}

/* ---- reading them ---- */

static FILE *open_in(const char *directory, const char *name) {
  char path[PATH_MAX + 64];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  return *directory == 0 ? NULL : fopen(path, "re");
}

/* "max" is version 2's word for no limit; version 1 has -1, or a number beyond all memory. */
static long number_of(const char *text) {
  if (strncmp(text, "max", 3) == 0) {
    return UNLIMITED;
  }
  long value = strtol(text, NULL, 10);
  return value < 0 ? UNLIMITED : value;
}

static long read_number(const char *directory, const char *name) {
  FILE *file = open_in(directory, name);
  if (file == NULL) {
    return UNLIMITED;
  }
  char line[64];
  long value = fgets(line, sizeof line, file) == NULL ? UNLIMITED : number_of(line);
  fclose(file);
  return value;
}

/* A line "key number" of memory.stat. */
static long read_statistic(const char *key) {
  FILE *file = open_in(memory.path, "memory.stat");
  if (file == NULL) {
    return UNLIMITED;
  }
  long value = UNLIMITED;
  size_t length = strlen(key);
  char line[256];
  while (value == UNLIMITED && fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, key, length) == 0 && line[length] == ' ') {
      value = number_of(line + length + 1);
    }
  }
  fclose(file);
  return value;
}

static double read_cpus(const char *directory) {
  long quota = UNLIMITED;
  long period = UNLIMITED;
  if (files == &V1) {
    quota = read_number(directory, "cpu.cfs_quota_us");
    period = read_number(directory, "cpu.cfs_period_us");
  } else {
    FILE *file = open_in(directory, "cpu.max");
    char text[32];
    if (file != NULL && fscanf(file, "%31s %ld", text, &period) == 2) {
      quota = number_of(text);
    }
    if (file != NULL) {
      fclose(file);
    }
  }
  return quota > 0 && period > 0 ? (double)quota / (double)period : UNLIMITED;
}

/* Makes the path that of the group around it; false at the mount, around which nothing can be seen. */
static bool leave(char *path, const struct group *group) {
  char *last = strrchr(path, '/');
  if (strlen(path) <= strlen(group->mount) || last == NULL) {
    return false;
  }
  *last = 0;
  return true;
}

static long smallest_limit(const char *name) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s", memory.path);
  long smallest = UNLIMITED;
  do {
    long limit = read_number(path, name);
    if (limit != UNLIMITED && (smallest == UNLIMITED || limit < smallest)) {
      smallest = limit;
    }
  } while (leave(path, &memory));
  return smallest;
}

static long unless_beyond_memory(long limit) {
  long physical = sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
  return limit >= physical ? UNLIMITED : limit;
}

long cgroup_memory_limit(void) {
  return unless_beyond_memory(smallest_limit(files->limit));
}

/* Version 1 limits the sum, version 2 the swap. */
long cgroup_memory_and_swap_limit(void) {
  long swap = smallest_limit(files->swap_limit);
  if (files == &V1) {
    return unless_beyond_memory(swap);
  }
  long limit = cgroup_memory_limit();
  return limit == UNLIMITED || swap == UNLIMITED ? UNLIMITED : limit + swap;
}

long cgroup_memory_soft_limit(void) {
  return unless_beyond_memory(read_number(memory.path, files->soft_limit));
}

long cgroup_memory_usage(void) {
  return read_number(memory.path, files->usage);
}

long cgroup_memory_peak(void) {
  return read_number(memory.path, files->peak);
}

long cgroup_memory_anonymous(void) {
  return read_statistic(files->anonymous_key);
}

long cgroup_memory_cached(void) {
  return read_statistic(files->cached_key);
}

double cgroup_cpus(void) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s", cpu.path);
  double smallest = UNLIMITED;
  do {
    double cpus = read_cpus(path);
    if (cpus > 0 && (smallest < 0 || cpus < smallest)) {
      smallest = cpus;
    }
  } while (leave(path, &cpu));
  return smallest;
}
