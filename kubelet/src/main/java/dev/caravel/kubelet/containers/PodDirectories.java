package dev.caravel.kubelet.containers;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;

/** Where a kubelet keeps what belongs to pods; the layout is upstream's, so that either finds the other's. */
public record PodDirectories(Path root, Path logs) {
    public PodDirectories {
        requireNonNull(root, "root is null");
        requireNonNull(logs, "logs is null");
    }

    public Path pods() {
        return root.resolve("pods");
    }

    public Path pod(String uid) {
        return pods().resolve(uid);
    }

    public Path volumes(String uid) {
        return pod(uid).resolve("volumes");
    }

    /** @param plugin with its slash escaped, {@code kubernetes.io~empty-dir} */
    public Path volume(String uid, String plugin, String name) {
        return volumes(uid).resolve(plugin).resolve(name);
    }

    public Path container(String uid, String container) {
        return pod(uid).resolve("containers").resolve(container);
    }

    public Path hostsFile(String uid) {
        return pod(uid).resolve("etc-hosts");
    }

    public Path podLogs(Pod pod) {
        return logs.resolve(pod.getMetadata().getNamespace() + "_"
                + pod.getMetadata().getName() + "_" + pod.getMetadata().getUid());
    }
}
