package dev.caravel.controllers.replicaset;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.controllers.ownership.OwnerKeys;
import dev.caravel.controllers.pods.PodControl;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Wires the ReplicaSet controller. */
public final class ReplicaSetController {
    private ReplicaSetController() {}

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<ReplicaSet> sets = context.caches().of(ReplicaSet.class);
        ObjectCache<Pod> pods = context.caches().of(Pod.class);
        sets.indexByController();
        WorkQueue<ObjectKey> queue = context.queue("replicaset");
        sets.onEvery(set -> queue.add(ObjectKey.of(set)));
        pods.onChange(new OwnerKeys<>(
                sets,
                "ReplicaSet",
                (set, pod) -> LabelMatch.matches(set.getSpec().getSelector(), pod),
                queue::add));

        OwnWrites<Pod> writes = new OwnWrites<>(pods);
        KubernetesClient client = context.clientFor("replicaset-controller");
        PodControl control = new PodControl(client, context.events(client, "replicaset-controller"), writes);
        ReplicaSetReconciler reconciler =
                new ReplicaSetReconciler(client, sets, pods, control, writes, context.clock());
        return context.loop("replicaset", queue, reconciler, context.options().concurrentReplicaSetSyncs);
    }
}
