package dev.caravel.controllers.deployment;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.ownership.Ownership;
import dev.caravel.controllers.pods.PodTemplates;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Creates, sizes and deletes a Deployment's ReplicaSets. */
final class ReplicaSetWriter {
    private static final Logger log = Logger.getLogger(ReplicaSetWriter.class);

    private final KubernetesClient client;
    private final EventRecorder events;
    private final OwnWrites<ReplicaSet> writes;

    ReplicaSetWriter(KubernetesClient client, EventRecorder events, OwnWrites<ReplicaSet> writes) {
        this.client = requireNonNull(client, "client is null");
        this.events = requireNonNull(events, "events is null");
        this.writes = requireNonNull(writes, "writes is null");
    }

    /** The set for the Deployment's present template, not created yet. */
    static ReplicaSet draft(Deployment deployment, int size, long revision) {
        PodTemplateSpec template = deployment.getSpec().getTemplate();
        String hash =
                TemplateHash.of(template, RolloutStatus.statusOf(deployment).getCollisionCount());
        Map<String, String> labels = new HashMap<>(PodTemplates.labels(template));
        labels.put(Revisions.HASH_LABEL, hash);
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withLabels(labels)
                .withAnnotations(sizeAnnotations(deployment, Revisions.annotations(deployment, Map.of(), revision)))
                .withOwnerReferences(Ownership.controlledBy(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(size)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withSelector(new LabelSelectorBuilder(deployment.getSpec().getSelector())
                        .addToMatchLabels(Revisions.HASH_LABEL, hash)
                        .build())
                .withTemplate(new PodTemplateSpecBuilder(template)
                        .editOrNewMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .endSpec()
                .build();
    }

    ReplicaSet create(Deployment deployment, ReplicaSet draft) {
        ReplicaSet created = client.resource(draft).create();
        writes.wrote(ObjectKey.of(deployment), created);
        if (DeploymentSizes.wanted(created) > 0) {
            tellScaled(deployment, created, 0, DeploymentSizes.wanted(created));
        }
        return created;
    }

    /** Sets size and the annotations that go with it; writes nothing when all is as it should be. */
    ReplicaSet scale(Deployment deployment, Scale scale) {
        ReplicaSet set = scale.set();
        Map<String, String> annotations = sizeAnnotations(deployment, Revisions.annotations(set));
        if (!scale.changesSize() && annotations.equals(Revisions.annotations(set))) {
            return set;
        }
        ReplicaSet updated = update(
                deployment,
                new ReplicaSetBuilder(set)
                        .editMetadata()
                        .withAnnotations(annotations)
                        .endMetadata()
                        .editSpec()
                        .withReplicas(scale.replicas())
                        .endSpec()
                        .build());
        if (scale.changesSize()) {
            tellScaled(deployment, set, DeploymentSizes.wanted(set), scale.replicas());
        }
        return updated;
    }

    ReplicaSet update(Deployment deployment, ReplicaSet changed) {
        ReplicaSet updated = client.resource(changed).update();
        writes.wrote(ObjectKey.of(deployment), updated);
        return updated;
    }

    void delete(ReplicaSet set) {
        log.infof(
                "%s: deletes ReplicaSet %s, which its history limit does not keep",
                set.getMetadata().getNamespace(), set.getMetadata().getName());
        client.resource(set).delete();
    }

    private static Map<String, String> sizeAnnotations(Deployment deployment, Map<String, String> present) {
        Map<String, String> annotations = new HashMap<>(present);
        int wanted = DeploymentSizes.wanted(deployment);
        annotations.put(Revisions.DESIRED, Integer.toString(wanted));
        annotations.put(Revisions.MAX, Integer.toString(wanted + DeploymentSizes.maxSurge(deployment)));
        return annotations;
    }

    private void tellScaled(Deployment deployment, ReplicaSet set, int from, int to) {
        String direction = to > from ? "up" : "down";
        events.normal(
                deployment,
                "ScalingReplicaSet",
                "Scaled %s replica set %s from %d to %d"
                        .formatted(direction, set.getMetadata().getName(), from, to));
    }
}
