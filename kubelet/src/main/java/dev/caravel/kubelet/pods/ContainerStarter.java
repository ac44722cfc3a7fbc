package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.containers.ContainerConfigException;
import dev.caravel.kubelet.containers.ContainerConfigs;
import dev.caravel.kubelet.containers.FieldReferences;
import dev.caravel.kubelet.containers.SandboxConfigs;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import dev.caravel.kubelet.cri.v1.ContainerConfig;
import dev.caravel.kubelet.cri.v1.Image;
import dev.caravel.kubelet.cri.v1.PodSandboxConfig;
import dev.caravel.kubelet.images.ImageException;
import dev.caravel.kubelet.images.ImagePuller;
import dev.caravel.kubelet.lifecycle.LifecycleHooks;
import dev.caravel.kubelet.logs.ContainerLogs;
import dev.caravel.kubelet.status.Waiting;
import dev.caravel.kubelet.volumes.PodVolumes;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.events.EventType;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Starts one container: image, configuration, create, start, postStart. Blocking; thread-safe. */
public final class ContainerStarter {
    private static final Logger log = Logger.getLogger(ContainerStarter.class);

    private final ContainerRuntime runtime;
    private final ImagePuller images;
    private final SandboxConfigs sandboxes;
    private final ContainerConfigs configs;
    private final PodVolumes volumes;
    private final LifecycleHooks hooks;
    private final ContainerLogs logs;
    private final ContainerKiller killer;
    private final EventRecorder events;
    private final List<String> hostIps;

    public ContainerStarter(
            ContainerRuntime runtime,
            ImagePuller images,
            SandboxConfigs sandboxes,
            ContainerConfigs configs,
            PodVolumes volumes,
            LifecycleHooks hooks,
            ContainerLogs logs,
            ContainerKiller killer,
            EventRecorder events,
            List<String> hostIps) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.images = requireNonNull(images, "images is null");
        this.sandboxes = requireNonNull(sandboxes, "sandboxes is null");
        this.configs = requireNonNull(configs, "configs is null");
        this.volumes = requireNonNull(volumes, "volumes is null");
        this.hooks = requireNonNull(hooks, "hooks is null");
        this.logs = requireNonNull(logs, "logs is null");
        this.killer = requireNonNull(killer, "killer is null");
        this.events = requireNonNull(events, "events is null");
        this.hostIps = List.copyOf(hostIps);
    }

    /** Returns why the container could not be started; empty when it runs. */
    public Optional<Waiting> start(Pod pod, PodContainer container, RuntimeSandbox sandbox, RuntimeContainer after) {
        PodSandboxConfig sandboxConfig = sandboxes.of(pod, sandbox.attempt());
        int restartCount = after == null ? logs.nextRestartCount(pod, container.name()) : after.restartCount() + 1;
        String id;
        try {
            Image image = images.ensure(pod, container, sandboxConfig);
            ContainerConfig config = configs.of(
                    pod,
                    container.spec(),
                    restartCount,
                    image.getId(),
                    Optional.of(image),
                    new FieldReferences.Addresses(podIps(sandbox), hostIps),
                    volumes.paths(pod));
            logs.prepare(pod, container.name());
            id = runtime.createContainer(sandbox.id(), config, sandboxConfig);
        } catch (ImageException e) {
            warn(pod, container, "Failed", e.event());
            return Optional.of(new Waiting(e.reason(), e.getMessage()));
        } catch (ContainerConfigException | UncheckedIOException e) {
            warn(pod, container, "Failed", "Error: " + e.getMessage());
            return Optional.of(new Waiting("CreateContainerConfigError", e.getMessage()));
        } catch (CriException e) {
            warn(pod, container, "Failed", "Error: " + e.getMessage());
            return Optional.of(new Waiting("CreateContainerError", e.getMessage()));
        }
        events.record(container.reference(pod), EventType.NORMAL, "Created", "Container created");
        try {
            runtime.startContainer(id);
        } catch (CriException e) {
            warn(pod, container, "Failed", "Error: " + e.getMessage());
            return Optional.of(new Waiting("RunContainerError", e.getMessage()));
        }
        events.record(container.reference(pod), EventType.NORMAL, "Started", "Container started");
        logs.link(pod, container.name(), id, restartCount);
        return postStart(pod, container, sandbox, id);
    }

    private Optional<Waiting> postStart(Pod pod, PodContainer container, RuntimeSandbox sandbox, String id) {
        LifecycleHandler hook = container.spec().getLifecycle() == null
                ? null
                : container.spec().getLifecycle().getPostStart();
        if (hook == null) {
            return Optional.empty();
        }
        try {
            List<String> ips = podIps(sandbox);
            hooks.run(hook, container.spec(), id, ips.isEmpty() ? "" : ips.getFirst());
            return Optional.empty();
        } catch (LifecycleHooks.HookException e) {
            log.warnf("%s container %s: postStart: %s", pod.getMetadata().getName(), container.name(), e.getMessage());
            warn(pod, container, "FailedPostStartHook", "PostStartHook failed");
            killer.kill(pod, container, id, "FailedPostStartHook", killer.grace(pod, null));
            return Optional.of(new Waiting("PostStartHookError", "PostStartHook failed"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private List<String> podIps(RuntimeSandbox sandbox) {
        return sandbox.hostNetwork() ? hostIps : sandbox.ips();
    }

    private void warn(Pod pod, PodContainer container, String reason, String message) {
        events.record(container.reference(pod), EventType.WARNING, reason, message);
    }
}
