package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.containers.PodCgroups;
import dev.caravel.kubelet.containers.PodDirectories;
import dev.caravel.kubelet.containers.SandboxConfigs;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.events.EventType;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;

/** Makes the sandbox of a pod, stopping the one that it replaces. Blocking; thread-safe. */
public final class SandboxStarter {
    private final ContainerRuntime runtime;
    private final SandboxConfigs configs;
    private final PodCgroups cgroups;
    private final PodDirectories directories;
    private final EventRecorder events;

    public SandboxStarter(
            ContainerRuntime runtime,
            SandboxConfigs configs,
            PodCgroups cgroups,
            PodDirectories directories,
            EventRecorder events) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.configs = requireNonNull(configs, "configs is null");
        this.cgroups = requireNonNull(cgroups, "cgroups is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.events = requireNonNull(events, "events is null");
    }

    /** Returns whether there is a sandbox now; a failure is told by an event. */
    public boolean start(Pod pod, int attempt, RuntimePod before) {
        if (!before.sandboxes().isEmpty()) {
            events.record(
                    PodContainer.podReference(pod),
                    EventType.NORMAL,
                    "SandboxChanged",
                    "Pod sandbox changed, it will be killed and re-created.");
        }
        try {
            for (RuntimeSandbox old : before.sandboxes()) {
                runtime.stopSandbox(old.id());
            }
            cgroups.create(pod);
            Files.createDirectories(directories.podLogs(pod));
            runtime.runSandbox(configs.of(pod, attempt), "");
            return true;
        } catch (CriException e) {
            failed(pod, e.rpcText());
        } catch (IOException e) {
            failed(pod, e.toString());
        }
        return false;
    }

    private void failed(Pod pod, String why) {
        events.record(
                PodContainer.podReference(pod),
                EventType.WARNING,
                "FailedCreatePodSandBox",
                "Failed to create pod sandbox: " + why);
    }
}
