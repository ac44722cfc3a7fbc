package dev.caravel.apiserver.kinds.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A namespace")
class NamespaceBehaviorTest {
    private final NamespaceBehavior behavior = new NamespaceBehavior();

    private static Context context(String subresource) {
        return new Context("", "a", subresource, UserInfo.of("alice"), false);
    }

    @Test
    @DisplayName("is active, labeled with its name, and held by the finalizer kubernetes")
    void created() {
        ObjectNode namespace =
                Json.object("{metadata: {name: 'a'}, spec: {finalizers: ['x']}, status: {phase: 'Terminating'}}");

        behavior.prepareForCreate(context(""), namespace);

        assertThat(namespace)
                .isEqualTo(Json.object("{metadata: {name: 'a', labels: {'kubernetes.io/metadata.name': 'a'}},"
                        + " spec: {finalizers: ['x', 'kubernetes']}, status: {phase: 'Active'}}"));
        assertThat(behavior.mayBeRemoved(namespace)).isFalse();
    }

    @Test
    @DisplayName("loses finalizers by finalize only")
    void finalized() {
        ObjectNode old = Json.object(
                "{metadata: {name: 'a'}, spec: {finalizers: ['kubernetes']}, status: {phase: 'Terminating'}}");
        ObjectNode updated = Json.object("{metadata: {name: 'a'}, spec: {}}");
        ObjectNode finalized = updated.deepCopy();

        behavior.prepareForUpdate(context(""), updated, old);
        behavior.prepareForUpdate(context("finalize"), finalized, old);

        assertThat(behavior.mayBeRemoved(updated)).isFalse();
        assertThat(behavior.mayBeRemoved(finalized)).isTrue();
        assertThat(finalized.at("/status/phase").asText()).isEqualTo("Terminating");
    }

    @Test
    @DisplayName("terminates once it is deleted")
    void terminating() {
        ObjectNode namespace = Json.object("{status: {phase: 'Active'}}");

        behavior.markDeleted(namespace);

        assertThat(namespace.at("/status/phase").asText()).isEqualTo("Terminating");
    }
}
