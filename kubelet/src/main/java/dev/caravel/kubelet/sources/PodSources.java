package dev.caravel.kubelet.sources;

import dev.caravel.kubelet.pods.PodWorkers;
import dev.caravel.kubelet.statics.ManifestDirectory;
import dev.caravel.kubelet.statics.StaticPodManifest;
import dev.caravel.kubelet.statics.StaticPods;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where pods of this node come from: the API and, if there is one, a directory of manifests. */
public final class PodSources implements AutoCloseable {
    private final ApiPods api;
    private final Optional<ManifestDirectory> manifests;
    private final CompletionStage<Void> synced;

    private PodSources(ApiPods api, Optional<ManifestDirectory> manifests, CompletionStage<Void> synced) {
        this.api = api;
        this.manifests = manifests;
        this.synced = synced;
    }

    public static PodSources start(
            KubernetesClient client, String nodeName, Optional<Path> directory, PodWorkers workers, StaticPods statics)
            throws IOException {
        Optional<ManifestDirectory> manifests = Optional.empty();
        if (directory.isPresent()) {
            ManifestDirectory followed =
                    new ManifestDirectory(directory.get(), new StaticPodManifest(nodeName), statics::set);
            followed.start();
            manifests = Optional.of(followed);
        }
        ApiPods api = new ApiPods(client, nodeName, workers, statics);
        return new PodSources(api, manifests, api.start());
    }

    /** Completes when every pod that shall run here has its worker. */
    public CompletionStage<Void> synced() {
        return synced;
    }

    /** Whether a pod of the API is wanted here; it may not have a worker yet. */
    public boolean wants(String uid) {
        return api.has(uid);
    }

    @Override
    public void close() throws IOException {
        api.close();
        if (manifests.isPresent()) {
            manifests.get().close();
        }
    }
}
