package dev.caravel.controllers.deployment;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.ownership.Claimer;
import dev.caravel.controllers.ownership.OwnerKeys;
import dev.caravel.controllers.ownership.Ownership;
import dev.caravel.controllers.pods.PodStates;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Wires the Deployment controller. */
public final class DeploymentController {
    private DeploymentController() {}

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<Deployment> deployments = context.caches().of(Deployment.class);
        ObjectCache<ReplicaSet> sets = context.caches().of(ReplicaSet.class);
        ObjectCache<Pod> pods = context.caches().of(Pod.class);
        pods.indexByController();
        WorkQueue<ObjectKey> queue = context.queue("deployment");
        deployments.onEvery(deployment -> queue.add(ObjectKey.of(deployment)));
        sets.onChange(new OwnerKeys<>(deployments, "Deployment", Revisions::selects, queue::add));
        // Recreation waits for the last old pod to end.
        pods.onEvery(pod -> {
            if (PodStates.isEnded(pod) || PodStates.isTerminating(pod)) {
                deploymentOf(pod, sets)
                        .filter(key -> deployments
                                .get(key)
                                .filter(deployment -> !DeploymentSizes.isRolling(deployment))
                                .isPresent())
                        .ifPresent(queue::add);
            }
        });

        KubernetesClient client = context.clientFor("deployment-controller");
        DeploymentReconciler reconciler = new DeploymentReconciler(
                client,
                deployments,
                pods,
                new Claimer<>(client, sets),
                new OwnWrites<>(sets),
                context.events(client, "deployment-controller"),
                context.clock());
        return context.loop("deployment", queue, reconciler, context.options().concurrentDeploymentSyncs);
    }

    private static Optional<ObjectKey> deploymentOf(Pod pod, ObjectCache<ReplicaSet> sets) {
        String namespace = pod.getMetadata().getNamespace();
        return Ownership.controllerOf(pod)
                .filter(owner -> owner.getKind().equals("ReplicaSet"))
                .flatMap(owner -> sets.get(new ObjectKey(namespace, owner.getName())))
                .flatMap(Ownership::controllerOf)
                .map(OwnerReference::getName)
                .map(name -> new ObjectKey(namespace, name));
    }
}
