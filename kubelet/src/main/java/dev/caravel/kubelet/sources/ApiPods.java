package dev.caravel.kubelet.sources;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.pods.PodWorkers;
import dev.caravel.kubelet.statics.StaticPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletionStage;

/** Hands the pods that the API has bound to this node to their workers. */
public final class ApiPods implements AutoCloseable {
    private final SharedIndexInformer<Pod> informer;

    public ApiPods(KubernetesClient client, String nodeName, PodWorkers workers, StaticPods statics) {
        requireNonNull(workers, "workers is null");
        requireNonNull(statics, "statics is null");
        this.informer = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", nodeName)
                .runnableInformer(0)
                .addEventHandler(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Pod pod) {
                        if (StaticPods.isMirror(pod)) {
                            statics.mirrorChanged(pod);
                        } else {
                            workers.update(pod);
                        }
                    }

                    @Override
                    public void onUpdate(Pod old, Pod pod) {
                        if (!old.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
                            onDelete(old, false);
                        }
                        onAdd(pod);
                    }

                    @Override
                    public void onDelete(Pod pod, boolean unknown) {
                        if (StaticPods.isMirror(pod)) {
                            statics.mirrorGone(pod);
                        } else {
                            workers.remove(pod.getMetadata().getUid());
                        }
                    }
                });
        informer.exceptionHandler((_, _) -> true);
    }

    /** The stage completes when every pod that is there has been handed over. */
    public CompletionStage<Void> start() {
        return informer.start();
    }

    /** Whether the API has bound this pod here, as far as we have heard. */
    boolean has(String uid) {
        return informer.getStore().list().stream()
                .anyMatch(pod -> pod.getMetadata().getUid().equals(uid));
    }

    @Override
    public void close() {
        informer.stop();
    }
}
