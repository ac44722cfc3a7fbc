package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@Tag("smoke")
@DisplayName("A deployment")
class WorkloadIT {
    @Test
    @DisplayName("runs as many pods as it is scaled to")
    void scales(Scope scope) {
        scope.deployHello(3);

        scope.kubectl("scale", "deployment/hello", "--replicas=5").orFail();
        scope.kubectl("rollout", "status", "deployment/hello", "--timeout=60s").orFail();

        assertThat(scope.jsonPath("{.status.readyReplicas}", "deployment", "hello"))
                .isEqualTo("5");
    }

    @Test
    @DisplayName("rolls out a new image, and back to the one before")
    void rollsOutAndBack(Scope scope) {
        scope.deployHello(2);

        scope.kubectl("set", "image", "deployment/hello", "hello=localhost/hello:2")
                .orFail();
        scope.kubectl("rollout", "status", "deployment/hello", "--timeout=90s").orFail();
        assertThat(scope.jsonPath(
                        "{.items[*].spec.containers[0].image}", "pods", "--field-selector=status.phase=Running"))
                .contains("localhost/hello:2");
        assertThat(scope.kubectl("rollout", "history", "deployment/hello")
                        .orFail()
                        .text())
                .contains("1 ", "2 ");

        scope.kubectl("rollout", "undo", "deployment/hello").orFail();
        scope.kubectl("rollout", "status", "deployment/hello", "--timeout=90s").orFail();
        assertThat(scope.jsonPath("{.spec.template.spec.containers[0].image}", "deployment", "hello"))
                .isEqualTo("localhost/hello:1");
    }

    @Test
    @DisplayName("is gone with its pods when it is deleted in the foreground")
    void deletesInTheForeground(Scope scope) {
        scope.deployHello(1);

        scope.kubectl("delete", "deployment", "hello", "--cascade=foreground", "--timeout=90s")
                .orFail();

        assertThat(scope.kubectl("get", "replicasets", "-o", "name").orFail().text())
                .isEmpty();
    }

    @Test
    @DisplayName("leaves its ReplicaSet behind when it is deleted as an orphan's parent")
    void orphans(Scope scope) {
        scope.deployHello(1);

        scope.kubectl("delete", "deployment", "hello", "--cascade=orphan", "--timeout=60s")
                .orFail();

        assertThat(scope.jsonPath("{.items[*].metadata.ownerReferences}", "replicasets"))
                .isEmpty();
        assertThat(scope.jsonPath("{.items[*].status.readyReplicas}", "replicasets"))
                .isEqualTo("1");
    }
}
