package dev.caravel.kubelet.sources;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.containers.PodDirectories;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriLabels;
import dev.caravel.kubelet.cri.v1.Container;
import dev.caravel.kubelet.cri.v1.PodSandbox;
import dev.caravel.kubelet.cri.v1.PodSandboxMetadata;
import dev.caravel.kubelet.pods.PodWorkers;
import dev.caravel.kubelet.volumes.PodVolumes;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Cleans up after pods that ended while no kubelet looked: what the node has and nobody wants any more. */
public final class Orphans {
    private static final Logger log = Logger.getLogger(Orphans.class);

    private final ContainerRuntime runtime;
    private final PodWorkers workers;
    private final PodVolumes volumes;
    private final PodDirectories directories;
    private final Predicate<String> wanted;

    /** @param wanted whether a source wants the pod of this uid, even if it has no worker yet */
    public Orphans(
            ContainerRuntime runtime,
            PodWorkers workers,
            PodVolumes volumes,
            PodDirectories directories,
            Predicate<String> wanted) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.workers = requireNonNull(workers, "workers is null");
        this.volumes = requireNonNull(volumes, "volumes is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.wanted = requireNonNull(wanted, "wanted is null");
    }

    /** Ends what the runtime has of a pod; all sources of pods must have been read, and none wants it. */
    public void adopt(String uid) {
        List<PodSandbox> sandboxes = runtime.listSandboxes(Map.of(CriLabels.POD_UID, uid));
        if (sandboxes.isEmpty() || workers.has(uid) || wanted.test(uid)) {
            return;
        }
        PodSandboxMetadata metadata = sandboxes.getFirst().getMetadata();
        List<io.fabric8.kubernetes.api.model.Container> containers =
                runtime.listContainers(Map.of(CriLabels.POD_UID, uid)).stream()
                        .map(Container::getMetadata)
                        .map(container -> container.getName())
                        .distinct()
                        .map(name -> new ContainerBuilder().withName(name).build())
                        .toList();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .withUid(uid)
                .endMetadata()
                .withNewSpec()
                .withContainers(containers)
                .endSpec()
                .build();
        log.infof(
                "ending pod %s/%s (%s), which nobody wants any more", metadata.getNamespace(), metadata.getName(), uid);
        workers.updateStatic(pod, null);
        workers.remove(uid);
    }

    /** Removes the directories of pods that neither the runtime nor anyone else knows. */
    public void removeDirectories() throws IOException {
        if (!Files.isDirectory(directories.pods())) {
            return;
        }
        List<String> uids;
        try (Stream<Path> found = Files.list(directories.pods())) {
            uids = found.map(path -> path.getFileName().toString()).toList();
        }
        for (String uid : uids) {
            if (!workers.has(uid)
                    && !wanted.test(uid)
                    && runtime.listSandboxes(Map.of(CriLabels.POD_UID, uid)).isEmpty()) {
                log.infof("removing what is left of pod %s", uid);
                volumes.tearDown(uid);
            }
        }
    }
}
