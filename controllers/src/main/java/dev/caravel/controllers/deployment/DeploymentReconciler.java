package dev.caravel.controllers.deployment;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.ownership.Claimer;
import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.controllers.pods.PodStates;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rolls a Deployment's template out over ReplicaSets, one step at a time: each set's change calls for the next. */
final class DeploymentReconciler implements Reconciler<ObjectKey> {
    private final KubernetesClient client;
    private final ObjectCache<Deployment> deployments;
    private final ObjectCache<Pod> pods;
    private final Claimer<ReplicaSet> claimer;
    private final CurrentReplicaSet currentSets;
    private final ReplicaSetWriter writer;
    private final OwnWrites<ReplicaSet> writes;
    private final EventRecorder events;
    private final Clock clock;

    DeploymentReconciler(
            KubernetesClient client,
            ObjectCache<Deployment> deployments,
            ObjectCache<Pod> pods,
            Claimer<ReplicaSet> claimer,
            OwnWrites<ReplicaSet> writes,
            EventRecorder events,
            Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.deployments = requireNonNull(deployments, "deployments is null");
        this.pods = requireNonNull(pods, "pods is null");
        this.claimer = requireNonNull(claimer, "claimer is null");
        this.writes = requireNonNull(writes, "writes is null");
        this.events = requireNonNull(events, "events is null");
        this.clock = requireNonNull(clock, "clock is null");
        writer = new ReplicaSetWriter(client, events, writes);
        currentSets = new CurrentReplicaSet(client, writer, events, clock);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Optional<Deployment> cached = deployments.get(key);
        if (cached.isEmpty()) {
            writes.forget(key);
            return Result.done();
        }
        Deployment deployment = cached.get();
        if (LabelMatch.isEmpty(deployment.getSpec().getSelector())) {
            return refuse(deployment);
        }
        if (!writes.visible(key)) {
            return Result.done();
        }
        List<ReplicaSet> sets = claimer.claim(deployment, set -> Revisions.selects(deployment, set));
        if (deployment.getMetadata().getDeletionTimestamp() != null) {
            return showCounts(deployment, Revisions.current(deployment, sets), sets);
        }
        Deployment marked = markPaused(deployment);
        if (isPaused(marked) || Revisions.isResized(marked, sets)) {
            return resize(marked, sets);
        }
        return DeploymentSizes.isRolling(marked) ? roll(marked, sets) : recreate(marked, sets);
    }

    private Result refuse(Deployment deployment) {
        events.warning(
                deployment, "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.");
        DeploymentStatus status = new DeploymentStatusBuilder(RolloutStatus.statusOf(deployment))
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .build();
        write(deployment, status);
        return Result.done();
    }

    private Result resize(Deployment deployment, List<ReplicaSet> sets) {
        CurrentReplicaSet.Found found = currentSets.find(deployment, sets);
        List<ReplicaSet> old = without(sets, found.set());
        RolloutPlan.resized(found.deployment(), found.set().orElse(null), old)
                .forEach(scale -> writer.scale(found.deployment(), scale));
        if (isPaused(found.deployment())) {
            Revisions.surplus(found.deployment(), old).forEach(writer::delete);
        }
        return showCounts(found.deployment(), found.set(), sets);
    }

    private Result roll(Deployment deployment, List<ReplicaSet> sets) {
        CurrentReplicaSet.Found found = currentSets.findOrCreate(deployment, sets);
        ReplicaSet current = found.set().orElseThrow();
        List<ReplicaSet> old = without(sets, found.set());
        List<Scale> steps = RolloutPlan.rolling(found.deployment(), current, old);
        steps.forEach(scale -> writer.scale(found.deployment(), scale));
        return steps.isEmpty() ? finish(found, old) : show(found, old);
    }

    private Result recreate(Deployment deployment, List<ReplicaSet> sets) {
        Optional<ReplicaSet> present = Revisions.current(deployment, sets);
        List<ReplicaSet> old = without(sets, present);
        List<Scale> stops = RolloutPlan.stopOld(old);
        stops.forEach(scale -> writer.scale(deployment, scale));
        if (!stops.isEmpty() || old.stream().anyMatch(this::hasPods)) {
            return show(new CurrentReplicaSet.Found(deployment, present), old);
        }
        CurrentReplicaSet.Found found = currentSets.findOrCreate(deployment, sets);
        writer.scale(
                found.deployment(), new Scale(found.set().orElseThrow(), DeploymentSizes.wanted(found.deployment())));
        return finish(found, old);
    }

    private boolean hasPods(ReplicaSet set) {
        return pods.controlledBy(set.getMetadata().getUid()).stream().anyMatch(pod -> !PodStates.isEnded(pod));
    }

    private Result finish(CurrentReplicaSet.Found found, List<ReplicaSet> old) {
        Deployment deployment = found.deployment();
        if (RolloutStatus.isComplete(deployment, RolloutStatus.statusOf(deployment))) {
            Revisions.surplus(deployment, old).forEach(writer::delete);
        }
        return show(found, old);
    }

    private Result show(CurrentReplicaSet.Found found, List<ReplicaSet> old) {
        Instant now = clock.instant();
        DeploymentStatus status = RolloutStatus.of(found.deployment(), found.set(), old, now);
        write(found.deployment(), status);
        return RolloutStatus.nextCheck(found.deployment(), status, now)
                .map(Result::after)
                .orElse(Result.done());
    }

    private Result showCounts(Deployment deployment, Optional<ReplicaSet> current, List<ReplicaSet> sets) {
        write(deployment, RolloutStatus.counts(deployment, current, without(sets, current), clock.instant()));
        return Result.done();
    }

    /** A pause is marked in the conditions, so that the time it takes is not counted as lack of progress. */
    private Deployment markPaused(Deployment deployment) {
        if (!RolloutStatus.hasDeadline(deployment)) {
            return deployment;
        }
        DeploymentStatus status = RolloutStatus.statusOf(deployment);
        Conditions conditions = new Conditions(status.getConditions(), clock.instant());
        String reason = conditions
                .get(Conditions.PROGRESSING)
                .map(DeploymentCondition::getReason)
                .orElse("");
        boolean marked = reason.equals("DeploymentPaused");
        if (reason.equals(RolloutStatus.TIMED_OUT) || marked == isPaused(deployment)) {
            return deployment;
        }
        if (marked) {
            conditions.set(Conditions.PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed");
        } else {
            conditions.set(Conditions.PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused");
        }
        return write(
                deployment,
                new DeploymentStatusBuilder(status)
                        .withConditions(conditions.list())
                        .build());
    }

    private Deployment write(Deployment deployment, DeploymentStatus status) {
        if (status.equals(RolloutStatus.statusOf(deployment))) {
            return deployment;
        }
        return client.resource(
                        new DeploymentBuilder(deployment).withStatus(status).build())
                .updateStatus();
    }

    private static boolean isPaused(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.getSpec().getPaused());
    }

    private static List<ReplicaSet> without(List<ReplicaSet> sets, Optional<ReplicaSet> current) {
        String uid = current.map(set -> set.getMetadata().getUid()).orElse("");
        return sets.stream()
                .filter(set -> !set.getMetadata().getUid().equals(uid))
                .toList();
    }
}
