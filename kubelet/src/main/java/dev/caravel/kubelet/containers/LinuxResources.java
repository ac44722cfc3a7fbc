package dev.caravel.kubelet.containers;

import dev.caravel.kubelet.cri.v1.LinuxContainerResources;
import dev.caravel.kubelet.pods.QosClass;
import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;

/** Turns CPU and memory amounts into cgroup settings, by the arithmetic that Kubernetes documents. */
public final class LinuxResources {
    static final long PERIOD_MICROS = 100_000;
    static final long MIN_QUOTA_MICROS = 1_000;
    static final long MIN_SHARES = 2;
    static final long MAX_SHARES = 262_144;
    private static final long SHARES_PER_CPU = 1024;
    private static final long MILLI = 1000;

    private static final long OOM_GUARANTEED = -997;
    private static final long OOM_BEST_EFFORT = 1000;

    private LinuxResources() {}

    static LinuxContainerResources of(Pod pod, Container container, long machineMemory) {
        Map<String, Quantity> requests = Amounts.requests(container);
        Map<String, Quantity> limits = Amounts.limits(container);
        return LinuxContainerResources.newBuilder()
                .setCpuShares(shares(milli(requests)))
                .setCpuPeriod(PERIOD_MICROS)
                .setCpuQuota(quota(milli(limits)))
                .setMemoryLimitInBytes(bytes(limits))
                .setOomScoreAdj(oomScore(QosClass.of(pod), bytes(requests), machineMemory))
                .build();
    }

    /** What the pod as a whole may use; 0 for what is not limited. */
    static LinuxContainerResources ofPod(Pod pod) {
        Quantity cpu = Amounts.podLimit(pod, "cpu");
        Quantity memory = Amounts.podLimit(pod, "memory");
        return LinuxContainerResources.newBuilder()
                .setCpuShares(shares(Amounts.podRequest(pod, "cpu").toMilli()))
                .setCpuPeriod(PERIOD_MICROS)
                .setCpuQuota(cpu == null ? 0 : quota(cpu.toMilli()))
                .setMemoryLimitInBytes(memory == null ? 0 : memory.toLong())
                .build();
    }

    static long shares(long milliCpu) {
        return Math.clamp(milliCpu * SHARES_PER_CPU / MILLI, MIN_SHARES, MAX_SHARES);
    }

    static long quota(long milliCpu) {
        return milliCpu == 0 ? 0 : Math.max(milliCpu * PERIOD_MICROS / MILLI, MIN_QUOTA_MICROS);
    }

    /** The more a burstable container requests of the machine's memory, the later it dies. */
    static long oomScore(QosClass qos, long requestedBytes, long machineMemory) {
        return switch (qos) {
            case GUARANTEED -> OOM_GUARANTEED;
            case BEST_EFFORT -> OOM_BEST_EFFORT;
            case BURSTABLE ->
                Math.clamp(1000 - 1000 * requestedBytes / machineMemory, 1000 + OOM_GUARANTEED, OOM_BEST_EFFORT - 1);
        };
    }

    private static long milli(Map<String, Quantity> amounts) {
        return amounts.getOrDefault("cpu", Quantity.ZERO).toMilli();
    }

    private static long bytes(Map<String, Quantity> amounts) {
        return amounts.getOrDefault("memory", Quantity.ZERO).toLong();
    }
}
