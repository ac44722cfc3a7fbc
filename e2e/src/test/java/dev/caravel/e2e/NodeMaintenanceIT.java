package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@DisplayName("A node")
class NodeMaintenanceIT {
    @Test
    @DisplayName("gives up its pods when it is drained, takes none while it is cordoned, and takes them again after")
    void drain(Scope scope) {
        scope.deployHello(2);
        try {
            scope.kubectl("drain", "node1", "--ignore-daemonsets", "--force", "--delete-emptydir-data", "--timeout=90s")
                    .orFail();

            Eventually.holds(
                    "the new pods wait for a node",
                    () -> scope.kubectl("get", "pods")
                                    .out()
                                    .lines()
                                    .filter(line -> line.contains("Pending"))
                                    .count()
                            == 2);
        } finally {
            scope.kubectl("uncordon", "node1").orFail();
        }

        scope.kubectl("rollout", "status", "deployment/hello", "--timeout=90s").orFail();
        assertThat(scope.jsonPath("{.spec.unschedulable}", "node", "node1")).isEmpty();
    }
}
