package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@DisplayName("A cluster")
class LifecycleIT {
    private static final List<String> ROLES = List.of(
            "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "caravel-dns");

    @Test
    @DisplayName("runs the programs that were asked for")
    void programs(Scope scope) {
        String wanted = "native".equals(System.getenv("CARAVEL_PROGRAMS")) ? "native" : "JVM";

        assertThat(scope.cluster().programs())
                .containsAllEntriesOf(ROLES.stream().collect(Collectors.toMap(role -> role, _ -> wanted)));
    }

    @Test
    @DisplayName("is not touched by a second 'up'")
    void upAgain(Scope scope) {
        Map<String, Long> before = scope.cluster().readyProcesses();

        scope.cluster().caravel("up").orFail();

        assertThat(scope.cluster().readyProcesses()).isEqualTo(before);
    }

    @Test
    @DisplayName("has the same objects and the same pods after 'down' and 'up'")
    void downAndUp(Scope scope) {
        scope.deployHello(2);
        String pods = scope.kubectl("get", "pods", "-o", "name").orFail().text();

        scope.cluster().caravel("down").orFail();
        assertThat(scope.cluster().caravel("status").exitCode()).isEqualTo(3);
        scope.cluster().caravel("up").orFail();

        scope.kubectl("rollout", "status", "deployment/hello", "--timeout=90s").orFail();
        assertThat(scope.kubectl("get", "pods", "-o", "name").orFail().text()).isEqualTo(pods);
    }
}
