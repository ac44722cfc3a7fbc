package dev.caravel.controllers.replicaset;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.ownership.OwnerKeys;
import dev.caravel.controllers.pods.PodControl;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Wires the controllers of ReplicaSets and of ReplicationControllers: one logic for two kinds. */
public final class ReplicaSetController {
    private ReplicaSetController() {}

    public static ControlLoop create(ControllerContext context) {
        return create(
                context,
                "replicaset",
                "replicaset-controller",
                ReplicaSet.class,
                new ReplicaSetKind(),
                context.options().concurrentReplicaSetSyncs);
    }

    public static ControlLoop createReplicationController(ControllerContext context) {
        return create(
                context,
                "replicationmanager",
                "replication-controller",
                ReplicationController.class,
                new ReplicationControllerKind(),
                context.options().concurrentReplicationControllerSyncs);
    }

    private static <T extends HasMetadata> ControlLoop create(
            ControllerContext context, String name, String account, Class<T> type, ReplicaKind<T> kind, int workers) {
        ObjectCache<T> sets = context.caches().of(type);
        ObjectCache<Pod> pods = context.caches().of(Pod.class);
        sets.indexByController();
        WorkQueue<ObjectKey> queue = context.queue(name);
        sets.onEvery(set -> queue.add(ObjectKey.of(set)));
        pods.onChange(new OwnerKeys<>(sets, kind.kind(), kind::selects, queue::add));

        OwnWrites<Pod> writes = new OwnWrites<>(pods);
        KubernetesClient client = context.clientFor(account);
        PodControl control = new PodControl(client, context.events(client, account), writes);
        ReplicaReconciler<T> reconciler =
                new ReplicaReconciler<>(kind, client, sets, pods, control, writes, context.clock());
        return context.loop(name, queue, reconciler, workers);
    }
}
