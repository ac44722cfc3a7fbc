package dev.caravel.controllers.replicaset;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.ownership.Claimer;
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
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
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

/** Keeps as many pods as a ReplicaSet, or another object of that sort, wants. */
final class ReplicaReconciler<T extends HasMetadata> implements Reconciler<ObjectKey> {
    private static final SlowStart.Outcome NOTHING_DONE = new SlowStart.Outcome(0, Optional.empty());

    private final ReplicaKind<T> kind;
    private final KubernetesClient client;
    private final ObjectCache<T> sets;
    private final ObjectCache<Pod> pods;
    private final Claimer<Pod> claimer;
    private final PodControl control;
    private final OwnWrites<Pod> writes;
    private final Clock clock;

    ReplicaReconciler(
            ReplicaKind<T> kind,
            KubernetesClient client,
            ObjectCache<T> sets,
            ObjectCache<Pod> pods,
            PodControl control,
            OwnWrites<Pod> writes,
            Clock clock) {
        this.kind = requireNonNull(kind, "kind is null");
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
        Optional<T> cached = sets.get(key);
        if (cached.isEmpty()) {
            writes.forget(key);
            return Result.done();
        }
        T set = cached.get();
        Replicas replicas = kind.replicas(set);
        // Asked before the pods are read: what the answer covers, they then show.
        boolean current = writes.visible(key);
        List<Pod> running = claimer.claim(set, pod -> kind.selects(set, pod)).stream()
                .filter(pod -> !PodStates.isEnded(pod))
                .toList();
        Predicate<Pod> leaving = leaving(key, running);
        List<Pod> active = running.stream().filter(leaving.negate()).toList();

        SlowStart.Outcome outcome = NOTHING_DONE;
        Optional<ReplicaStatus.Failure> failure = Optional.empty();
        if (current && set.getMetadata().getDeletionTimestamp() == null) {
            ReplicaPlan plan =
                    ReplicaPlan.of(replicas.wanted(), active, ranking(set).order());
            outcome = act(set, replicas, plan);
            failure = outcome.failure().map(e -> failure(plan, e));
        }
        Instant now = clock.instant();
        ReplicaSetStatus status = ReplicaStatus.of(replicas, active, running.size() - active.size(), failure, now);
        updateStatus(set, kind.withStatus(set, status));
        if (outcome.failure().isPresent()
                && !ApiFailures.isNamespaceTerminating(outcome.failure().get())) {
            throw outcome.failure().get();
        }
        return ReplicaStatus.nextAvailability(replicas, active, now)
                .map(Result::after)
                .orElse(Result.done());
    }

    private Predicate<Pod> leaving(ObjectKey key, List<Pod> running) {
        Set<String> deleted = writes.deleted(key, running);
        return pod -> PodStates.isTerminating(pod)
                || deleted.contains(pod.getMetadata().getUid());
    }

    private SlowStart.Outcome act(T set, Replicas replicas, ReplicaPlan plan) throws InterruptedException {
        if (plan.create() > 0) {
            Pod pod = PodTemplates.newPod(set, replicas.template()).build();
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

    private DeletionRanking ranking(T set) {
        Map<String, Long> relatedPerNode = relatives(set)
                .flatMap(relative -> pods.controlledBy(relative.getMetadata().getUid()).stream())
                .filter(pod -> PodStates.isActive(pod) && PodStates.isAssigned(pod))
                .collect(Collectors.groupingBy(pod -> pod.getSpec().getNodeName(), Collectors.counting()));
        return new DeletionRanking(relatedPerNode, clock.instant());
    }

    /** Those with the same controller (a Deployment), this one included. */
    private Stream<T> relatives(T set) {
        return Ownership.controllerOf(set)
                .map(owner -> sets.controlledBy(owner.getUid()).stream())
                .orElseGet(() -> Stream.of(set));
    }

    private void updateStatus(T set, T next) {
        if (!next.equals(kind.withStatus(set, kind.replicas(set).presentStatus()))) {
            client.resource(next).updateStatus();
        }
    }
}
