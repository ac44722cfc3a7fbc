package dev.caravel.controllers.deployment;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.ownership.Ownership;
import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.events.EventRecorder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Sees to the set of the present template: that it exists, carries its revision, and that the Deployment tells of it. */
final class CurrentReplicaSet {
    /** The Deployment as it is after the search, and its current set, if there is one. */
    record Found(Deployment deployment, Optional<ReplicaSet> set) {}

    private final KubernetesClient client;
    private final ReplicaSetWriter writer;
    private final EventRecorder events;
    private final Clock clock;

    CurrentReplicaSet(KubernetesClient client, ReplicaSetWriter writer, EventRecorder events, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.events = requireNonNull(events, "events is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    Found find(Deployment deployment, List<ReplicaSet> sets) {
        Optional<ReplicaSet> current = Revisions.current(deployment, sets);
        if (current.isEmpty()) {
            return new Found(deployment, current);
        }
        List<ReplicaSet> old = sets.stream().filter(set -> set != current.get()).toList();
        return adjust(deployment, current.get(), Revisions.next(old));
    }

    Found findOrCreate(Deployment deployment, List<ReplicaSet> sets) {
        Found found = find(deployment, sets);
        return found.set().isPresent() ? found : create(deployment, sets);
    }

    private Found adjust(Deployment deployment, ReplicaSet set, long revision) {
        Map<String, String> annotations = Revisions.annotations(deployment, Revisions.annotations(set), revision);
        boolean fits = annotations.equals(Revisions.annotations(set))
                && Objects.equals(
                        DeploymentSizes.orZero(set.getSpec().getMinReadySeconds()),
                        DeploymentSizes.orZero(deployment.getSpec().getMinReadySeconds()));
        if (!fits) {
            ReplicaSet updated = writer.update(
                    deployment,
                    new ReplicaSetBuilder(set)
                            .editMetadata()
                            .withAnnotations(annotations)
                            .endMetadata()
                            .editSpec()
                            .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                            .endSpec()
                            .build());
            return new Found(deployment, Optional.of(updated));
        }
        Conditions conditions = conditions(deployment);
        if (RolloutStatus.hasDeadline(deployment)
                && conditions.get(Conditions.PROGRESSING).isEmpty()) {
            conditions.set(
                    Conditions.PROGRESSING,
                    "True",
                    "FoundNewReplicaSet",
                    "Found new replica set \"" + set.getMetadata().getName() + "\"");
        }
        return new Found(tell(deployment, Revisions.revision(set), conditions), Optional.of(set));
    }

    private Found create(Deployment deployment, List<ReplicaSet> old) {
        int size = RolloutPlan.currentSize(deployment, 0, DeploymentSizes.wanted(old));
        long revision = Revisions.next(old);
        ReplicaSet draft = ReplicaSetWriter.draft(deployment, size, revision);
        ReplicaSet created;
        try {
            created = writer.create(deployment, draft);
        } catch (KubernetesClientException e) {
            if (ApiFailures.isAlreadyExists(e)) {
                return existing(deployment, draft, e);
            }
            if (!ApiFailures.isNamespaceTerminating(e)) {
                tellFailure(deployment, draft, e);
            }
            throw e;
        }
        Conditions conditions = conditions(deployment);
        if (RolloutStatus.hasDeadline(deployment)) {
            conditions.set(
                    Conditions.PROGRESSING,
                    "True",
                    "NewReplicaSetCreated",
                    "Created new replica set \"" + created.getMetadata().getName() + "\"");
        }
        return new Found(tell(deployment, revision, conditions), Optional.of(created));
    }

    /** A set of that name is there: ours, from before the cache knew, or one whose template hashes alike. */
    private Found existing(Deployment deployment, ReplicaSet draft, KubernetesClientException refusal) {
        ReplicaSet set = client.resource(draft).get();
        if (set != null
                && Ownership.isControlledBy(set, deployment)
                && Revisions.current(deployment, List.of(set)).isPresent()) {
            return new Found(deployment, Optional.of(set));
        }
        DeploymentStatus status = RolloutStatus.statusOf(deployment);
        updateStatus(
                deployment,
                new DeploymentStatusBuilder(status)
                        .withCollisionCount(DeploymentSizes.orZero(status.getCollisionCount()) + 1)
                        .build());
        throw refusal;
    }

    private void tellFailure(Deployment deployment, ReplicaSet draft, KubernetesClientException e) {
        String message = "Failed to create new replica set \"%s\": %s"
                .formatted(draft.getMetadata().getName(), ApiFailures.messageOf(e));
        events.warning(deployment, "ReplicaSetCreateError", message);
        if (RolloutStatus.hasDeadline(deployment)) {
            Conditions conditions = conditions(deployment);
            conditions.set(Conditions.PROGRESSING, "False", "ReplicaSetCreateError", message);
            tell(deployment, Revisions.revision(deployment), conditions);
        }
    }

    private Conditions conditions(Deployment deployment) {
        return new Conditions(RolloutStatus.statusOf(deployment).getConditions(), clock.instant());
    }

    private Deployment tell(Deployment deployment, long revision, Conditions conditions) {
        boolean sameConditions =
                conditions.list().equals(RolloutStatus.statusOf(deployment).getConditions());
        if (sameConditions && Revisions.revision(deployment) == revision) {
            return deployment;
        }
        Deployment numbered = new DeploymentBuilder(deployment)
                .editMetadata()
                .addToAnnotations(Revisions.REVISION, Long.toString(revision))
                .endMetadata()
                .build();
        return updateStatus(
                numbered,
                new DeploymentStatusBuilder(RolloutStatus.statusOf(deployment))
                        .withConditions(conditions.list())
                        .build());
    }

    /** The status subresource takes annotations too. */
    private Deployment updateStatus(Deployment deployment, DeploymentStatus status) {
        return client.resource(
                        new DeploymentBuilder(deployment).withStatus(status).build())
                .updateStatus();
    }
}
