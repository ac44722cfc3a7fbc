package dev.caravel.controllers.protection;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Lets a deleted volume go when it is bound no more. */
public final class VolumeProtection implements Reconciler<ObjectKey> {
    private static final String FINALIZER = "kubernetes.io/pv-protection";

    private final KubernetesClient client;
    private final ObjectCache<PersistentVolume> volumes;

    private VolumeProtection(KubernetesClient client, ObjectCache<PersistentVolume> volumes) {
        this.client = requireNonNull(client, "client is null");
        this.volumes = requireNonNull(volumes, "volumes is null");
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<PersistentVolume> volumes = context.caches().of(PersistentVolume.class);
        WorkQueue<ObjectKey> queue = context.queue("pvprotection");
        volumes.onEvery(volume -> queue.add(ObjectKey.of(volume)));
        return context.loop(
                "pvprotection", queue, new VolumeProtection(context.clientFor("pv-protection-controller"), volumes), 1);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        PersistentVolume volume = volumes.get(key).orElse(null);
        if (volume == null) {
            return Result.done();
        }
        boolean bound =
                volume.getStatus() != null && "Bound".equals(volume.getStatus().getPhase());
        if (Finalizers.isMissing(volume, FINALIZER)) {
            client.resource(Finalizers.with(volume, FINALIZER)).update();
        } else if (Finalizers.waitsFor(volume, FINALIZER) && !bound) {
            client.resource(Finalizers.without(volume, FINALIZER)).update();
        }
        return Result.done();
    }
}
