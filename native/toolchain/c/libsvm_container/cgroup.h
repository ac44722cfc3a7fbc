#pragma once
#include <stdbool.h>

/* No limit, or none that can be read. */
#define UNLIMITED (-1L)

/* Finds out which control groups this process is in: of version 2, or of 1, or none. */
void cgroup_find(void);

/* Bytes. The limits are the smallest of this group and of those around it that can be seen. */
long cgroup_memory_limit(void);
long cgroup_memory_and_swap_limit(void);
long cgroup_memory_soft_limit(void);
long cgroup_memory_usage(void);
long cgroup_memory_peak(void);
long cgroup_memory_anonymous(void);
long cgroup_memory_cached(void);

/* Processors' worth of time, possibly a fraction; UNLIMITED if all of it. */
double cgroup_cpus(void);
