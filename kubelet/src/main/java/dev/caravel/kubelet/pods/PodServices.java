package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.containers.PodCgroups;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.images.ImagePuller;
import dev.caravel.kubelet.logs.ContainerLogs;
import dev.caravel.kubelet.probes.Prober;
import dev.caravel.kubelet.status.PodStatusReport;
import dev.caravel.kubelet.status.StatusWriter;
import dev.caravel.kubelet.volumes.PodVolumes;
import dev.caravel.machinery.events.EventRecorder;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What every pod worker works with; all of it thread-safe.
 *
 * @param networkReady whether pods with a network of their own can be started
 */
public record PodServices(
        ContainerRuntime runtime,
        SandboxStarter sandboxes,
        ContainerStarter starter,
        ContainerKiller killer,
        ImagePuller images,
        PodVolumes volumes,
        Prober prober,
        PodStatusReport report,
        StatusWriter statuses,
        PodCgroups cgroups,
        ContainerLogs logs,
        EventRecorder events,
        BooleanSupplier networkReady,
        List<String> hostIps,
        Clock clock) {
    public PodServices {
        requireNonNull(runtime, "runtime is null");
        requireNonNull(clock, "clock is null");
        hostIps = List.copyOf(hostIps);
    }
}
