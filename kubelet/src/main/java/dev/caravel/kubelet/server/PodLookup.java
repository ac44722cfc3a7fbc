package dev.caravel.kubelet.server;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import dev.caravel.kubelet.pods.PodContainer;
import dev.caravel.kubelet.pods.PodWorker;
import dev.caravel.kubelet.pods.PodWorkers;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.stream.Stream;

/** Finds the containers that requests name. Throws {@link HttpAnswer} when there is none. */
final class PodLookup {
    private final PodWorkers workers;
    private final ContainerRuntime runtime;

    PodLookup(PodWorkers workers, ContainerRuntime runtime) {
        this.workers = requireNonNull(workers, "workers is null");
        this.runtime = requireNonNull(runtime, "runtime is null");
    }

    PodWorker worker(PodPath path) {
        return workers.find(path.namespace(), path.pod())
                .filter(found -> path.uid().isEmpty()
                        || path.uid().get().equals(found.pod().getMetadata().getUid()))
                .orElseThrow(() -> new HttpAnswer(404, "pod does not exist"));
    }

    String runningContainer(PodPath path) {
        Pod pod = worker(path).pod();
        return runtime.readPod(pod.getMetadata().getUid())
                .latest(path.container())
                .filter(RuntimeContainer::running)
                .map(RuntimeContainer::id)
                .orElseThrow(() -> new HttpAnswer(500, "container not found (\"" + path.container() + "\")"));
    }

    String readySandbox(PodPath path) {
        Pod pod = worker(path).pod();
        return runtime.readPod(pod.getMetadata().getUid())
                .readySandbox()
                .map(RuntimeSandbox::id)
                .orElseThrow(() -> new HttpAnswer(500, "pod not found (\"" + path.pod() + "\")"));
    }

    RuntimeContainer logged(PodPath path, boolean previous) {
        PodWorker worker = worker(path);
        Pod pod = worker.pod();
        String name = path.container();
        if (PodContainer.find(pod, name).isEmpty()) {
            throw new HttpAnswer(
                    404,
                    "container \"" + name + "\" not found in pod \""
                            + pod.getMetadata().getName() + "\"");
        }
        RuntimePod found = runtime.readPod(pod.getMetadata().getUid());
        if (previous) {
            return found.previous(name)
                    .or(() -> found.latest(name).filter(c -> c.exited() && waits(worker.status(), name)))
                    .orElseThrow(() -> new HttpAnswer(
                            400,
                            "previous terminated container \"" + name + "\" in pod \"" + path.pod() + "\" not found"));
        }
        return found.latest(name)
                .filter(c -> c.running() || c.exited())
                .orElseThrow(() -> new HttpAnswer(
                        400,
                        "container \"" + name + "\" in pod \"" + path.pod() + "\" is waiting to start: "
                                + waitingReason(worker.status(), name)));
    }

    private static boolean waits(PodStatus status, String name) {
        return statuses(status)
                .anyMatch(s -> s.getName().equals(name) && s.getState().getWaiting() != null);
    }

    private static String waitingReason(PodStatus status, String name) {
        List<String> reasons = statuses(status)
                .filter(s -> s.getName().equals(name) && s.getState() != null)
                .filter(s -> s.getState().getWaiting() != null)
                .map(s -> waitingText(s.getState().getWaiting().getReason()))
                .toList();
        return reasons.isEmpty() ? "not available" : reasons.getFirst();
    }

    private static String waitingText(String reason) {
        return switch (reason) {
            case "ErrImagePull", "ErrImageNeverPull" -> "image can't be pulled";
            case "ImagePullBackOff" -> "trying and failing to pull image";
            default -> reason;
        };
    }

    private static Stream<ContainerStatus> statuses(PodStatus status) {
        return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream());
    }
}
