package dev.caravel.controllers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The history of a Deployment")
class RevisionsTest {
    private final Deployment deployment = new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withName("web")
            .addToAnnotations("kubernetes.io/change-cause", "better")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .endMetadata()
            .withNewSpec()
            .withRevisionHistoryLimit(1)
            .withNewSelector()
            .addToMatchLabels("app", "web")
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("app", "web")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("c")
            .withImage("web:2")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();

    @Test
    @DisplayName("knows the present set by its template, whatever the hash")
    void current() {
        ReplicaSet draft = ReplicaSetWriter.draft(deployment, 1, 1);
        ReplicaSet other = new ReplicaSetBuilder(draft)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("web:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();

        assertThat(draft.getSpec().getTemplate().getMetadata().getLabels()).containsKey("pod-template-hash");
        assertThat(Revisions.current(deployment, List.of(other, draft))).containsSame(draft);
    }

    @Test
    @DisplayName("counts on from the newest old revision and remembers those a set had before")
    void counts() {
        Map<String, String> annotations =
                Revisions.annotations(deployment, Map.of(Revisions.REVISION, "1", Revisions.HISTORY, ""), 3);

        assertThat(annotations)
                .containsEntry(Revisions.REVISION, "3")
                .containsEntry(Revisions.HISTORY, "1")
                .containsEntry("kubernetes.io/change-cause", "better")
                .doesNotContainKey("kubectl.kubernetes.io/last-applied-configuration");
        assertThat(Revisions.next(List.of(old("a", 2, 0), old("b", 5, 0)))).isEqualTo(6);
    }

    @Test
    @DisplayName("keeps as many old sets as the limit says, and any that still has pods")
    void limits() {
        List<ReplicaSet> old = List.of(old("c", 3, 0), old("a", 1, 0), old("b", 2, 1));

        assertThat(Revisions.surplus(deployment, old))
                .extracting(set -> set.getMetadata().getName())
                .containsExactly("a");
    }

    private static ReplicaSet old(String name, int revision, int replicas) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withGeneration(1L)
                .addToAnnotations(Revisions.REVISION, Integer.toString(revision))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(1L)
                .withReplicas(replicas)
                .endStatus()
                .build();
    }
}
