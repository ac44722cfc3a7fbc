package dev.caravel.controllers.replicaset;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.ownership.Claimer;
import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.controllers.ownership.Ownership;
import dev.caravel.controllers.pods.PodControl;
import dev.caravel.controllers.pods.PodStates;
import dev.caravel.controllers.pods.PodTemplates;
import dev.caravel.controllers.pods.SlowStart;
import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps as many pods as a ReplicaSet wants. */
final class ReplicaSetReconciler implements Reconciler<ObjectKey> {
    private static final SlowStart.Outcome NOTHING_DONE = new SlowStart.Outcome(0, Optional.empty());

    private final KubernetesClient client;
    private final ObjectCache<ReplicaSet> sets;
    private final ObjectCache<Pod> pods;
    private final Claimer<Pod> claimer;
    private final PodControl control;
    private final OwnWrites<Pod> writes;
    private final Clock clock;

    ReplicaSetReconciler(
            KubernetesClient client,
            ObjectCache<ReplicaSet> sets,
            ObjectCache<Pod> pods,
            PodControl control,
            OwnWrites<Pod> writes,
            Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.sets = requireNonNull(sets, "sets is null");
        this.pods = requireNonNull(pods, "pods is null");
        this.control = requireNonNull(control, "control is null");
        this.writes = requireNonNull(writes, "writes is null");
        this.clock = requireNonNull(clock, "clock is null");
        claimer = new Claimer<>(client, pods);
    }

    @Override
    public Result reconcile(ObjectKey key) throws Exception {
        Optional<ReplicaSet> cached = sets.get(key);
        if (cached.isEmpty()) {
            writes.forget(key);
            return Result.done();
        }
        ReplicaSet set = cached.get();
        // Asked before the pods are read: what the answer covers, they then show.
        boolean current = writes.visible(key);
        List<Pod> running = claimer
                .claim(set, pod -> LabelMatch.matches(set.getSpec().getSelector(), pod))
                .stream()
                .filter(pod -> !PodStates.isEnded(pod))
                .toList();
        Predicate<Pod> leaving = leaving(key, running);
        List<Pod> active = running.stream().filter(leaving.negate()).toList();

        SlowStart.Outcome outcome = NOTHING_DONE;
        Optional<ReplicaStatus.Failure> failure = Optional.empty();
        if (current && set.getMetadata().getDeletionTimestamp() == null) {
            ReplicaPlan plan = ReplicaPlan.of(wanted(set), active, ranking(set).order());
            outcome = act(set, plan);
            failure = outcome.failure().map(e -> failure(plan, e));
        }
        Instant now = clock.instant();
        updateStatus(set, ReplicaStatus.of(set, active, running.size() - active.size(), failure, now));
        if (outcome.failure().isPresent()
                && !ApiFailures.isNamespaceTerminating(outcome.failure().get())) {
            throw outcome.failure().get();
        }
        return ReplicaStatus.nextAvailability(set, active, now)
                .map(Result::after)
                .orElse(Result.done());
    }

    private Predicate<Pod> leaving(ObjectKey key, List<Pod> running) {
        Set<String> deleted = writes.deleted(key, running);
        return pod -> PodStates.isTerminating(pod)
                || deleted.contains(pod.getMetadata().getUid());
    }

    private SlowStart.Outcome act(ReplicaSet set, ReplicaPlan plan) throws InterruptedException {
        if (plan.create() > 0) {
            Pod pod = PodTemplates.newPod(set, set.getSpec().getTemplate()).build();
            Callable<Pod> create = () -> control.create(set, pod);
            return SlowStart.run(Collections.nCopies(plan.create(), create));
        }
        return SlowStart.runAll(plan.delete().stream()
                .map(pod -> (Callable<Void>) () -> {
                    control.delete(set, pod);
                    return null;
                })
                .toList());
    }

    private static ReplicaStatus.Failure failure(ReplicaPlan plan, Exception e) {
        return new ReplicaStatus.Failure(plan.create() > 0 ? "FailedCreate" : "FailedDelete", ApiFailures.messageOf(e));
    }

    private DeletionRanking ranking(ReplicaSet set) {
        Map<String, Long> relatedPerNode = relatives(set)
                .flatMap(relative -> pods.controlledBy(relative.getMetadata().getUid()).stream())
                .filter(pod -> PodStates.isActive(pod) && PodStates.isAssigned(pod))
                .collect(Collectors.groupingBy(pod -> pod.getSpec().getNodeName(), Collectors.counting()));
        return new DeletionRanking(relatedPerNode, clock.instant());
    }

    /** The ReplicaSets of the same Deployment, this one included. */
    private Stream<ReplicaSet> relatives(ReplicaSet set) {
        return Ownership.controllerOf(set)
                .map(owner -> sets.controlledBy(owner.getUid()).stream())
                .orElseGet(() -> Stream.of(set));
    }

    private static int wanted(ReplicaSet set) {
        return set.getSpec().getReplicas() == null ? 1 : set.getSpec().getReplicas();
    }

    private void updateStatus(ReplicaSet set, ReplicaSetStatus status) {
        if (!status.equals(set.getStatus())) {
            client.resource(new ReplicaSetBuilder(set).withStatus(status).build())
                    .updateStatus();
        }
    }
}
