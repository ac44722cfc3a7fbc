package dev.caravel.controllers.protection;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.ownership.Ownership;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;

/** Lets a deleted claim go when no pod uses it any more. */
public final class ClaimProtection implements Reconciler<ObjectKey> {
    static final String FINALIZER = "kubernetes.io/pvc-protection";

    private final KubernetesClient client;
    private final ObjectCache<PersistentVolumeClaim> claims;
    private final ObjectCache<Pod> pods;

    private ClaimProtection(KubernetesClient client, ObjectCache<PersistentVolumeClaim> claims, ObjectCache<Pod> pods) {
        this.client = requireNonNull(client, "client is null");
        this.claims = requireNonNull(claims, "claims is null");
        this.pods = requireNonNull(pods, "pods is null");
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<PersistentVolumeClaim> claims = context.caches().of(PersistentVolumeClaim.class);
        ObjectCache<Pod> pods = context.caches().of(Pod.class);
        WorkQueue<ObjectKey> queue = context.queue("pvcprotection");
        claims.onEvery(claim -> queue.add(ObjectKey.of(claim)));
        pods.onEvery(pod -> claims.inNamespace(pod.getMetadata().getNamespace()).stream()
                .filter(claim -> Finalizers.waitsFor(claim, FINALIZER))
                .forEach(claim -> queue.add(ObjectKey.of(claim))));
        ClaimProtection reconciler = new ClaimProtection(context.clientFor("pvc-protection-controller"), claims, pods);
        return context.loop("pvcprotection", queue, reconciler, 1);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        PersistentVolumeClaim claim = claims.get(key).orElse(null);
        if (claim == null) {
            return Result.done();
        }
        if (Finalizers.isMissing(claim, FINALIZER)) {
            client.resource(Finalizers.with(claim, FINALIZER)).update();
        } else if (Finalizers.waitsFor(claim, FINALIZER)
                && !isUsed(claim, pods.inNamespace(key.namespace()))
                // The cache may lack a pod that is there.
                && !isUsed(
                        claim, client.pods().inNamespace(key.namespace()).list().getItems())) {
            client.resource(Finalizers.without(claim, FINALIZER)).update();
        }
        return Result.done();
    }

    /** A pod that no node has does not count: no kubelet starts one whose claim is being deleted. */
    static boolean isUsed(PersistentVolumeClaim claim, Collection<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getSpec().getNodeName() != null
                        && !pod.getSpec().getNodeName().isEmpty())
                .anyMatch(pod -> pod.getSpec().getVolumes().stream().anyMatch(volume -> uses(pod, volume, claim)));
    }

    private static boolean uses(Pod pod, Volume volume, PersistentVolumeClaim claim) {
        String name = claim.getMetadata().getName();
        if (volume.getPersistentVolumeClaim() != null) {
            return name.equals(volume.getPersistentVolumeClaim().getClaimName());
        }
        return volume.getEphemeral() != null
                && name.equals(pod.getMetadata().getName() + "-" + volume.getName())
                && Ownership.isControlledBy(claim, pod);
    }
}
