package dev.caravel.kubelet.pods;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A container of a pod's specification and the part it plays. */
public record PodContainer(Container spec, Role role) {

    /** When a container runs. */
    public enum Role {
        /** Runs to its end before the next may start. */
        INIT,
        /** An init container with restartPolicy Always (KEP-753): starts in line, runs as long as the pod. */
        SIDECAR,
        MAIN
    }

    public String name() {
        return spec.getName();
    }

    public static List<PodContainer> of(Pod pod) {
        PodSpec spec = pod.getSpec();
        List<PodContainer> containers = new ArrayList<>();
        for (Container container : spec.getInitContainers()) {
            containers.add(new PodContainer(
                    container, "Always".equals(container.getRestartPolicy()) ? Role.SIDECAR : Role.INIT));
        }
        spec.getContainers().forEach(container -> containers.add(new PodContainer(container, Role.MAIN)));
        return containers;
    }

    public static List<PodContainer> of(Pod pod, Role role) {
        return of(pod).stream().filter(container -> container.role() == role).toList();
    }

    public static Optional<PodContainer> find(Pod pod, String name) {
        return of(pod).stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** What events about this container point at. */
    public ObjectReference reference(Pod pod) {
        String list = role == Role.MAIN ? "spec.containers" : "spec.initContainers";
        return new ObjectReferenceBuilder(reference(pod, ""))
                .withFieldPath(list + "{" + name() + "}")
                .build();
    }

    /** What events about a whole pod point at. */
    public static ObjectReference podReference(Pod pod) {
        return reference(pod, "");
    }

    private static ObjectReference reference(Pod pod, String fieldPath) {
        return new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .withResourceVersion(pod.getMetadata().getResourceVersion())
                .withFieldPath(fieldPath.isEmpty() ? null : fieldPath)
                .build();
    }
}
