package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedCluster.class)
@DisplayName("A process that is killed")
class RecoveryIT {
    private static final int REPLICAS = 2;

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "kube-apiserver",
                "kube-controller-manager",
                "kube-scheduler",
                "containerd",
                "kubelet",
                "kube-proxy",
                "caravel-dns"
            })
    @DisplayName("comes back, while the Service answers every request, no container restarts and no object is lost")
    void comesBack(String name, Scope scope) throws InterruptedException {
        scope.deployHello(REPLICAS);
        scope.kubectl("expose", "deployment", "hello", "--port=80", "--target-port=8080")
                .orFail();
        String url = "http://" + scope.jsonPath("{.spec.clusterIP}", "service", "hello");
        awaitEachOf(REPLICAS, scope, url);
        String podsBefore = pods(scope);
        long victim = scope.cluster().readyProcesses().get(name);
        AtomicBoolean done = new AtomicBoolean();
        List<Shell.Result> lost = new CopyOnWriteArrayList<>();
        Thread visitor = Thread.ofVirtual().start(() -> visit(scope, url, done, lost));

        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        Eventually.holds(name + " is back", () -> {
            Long now = scope.cluster().readyProcesses().get(name);
            return now != null && now != victim;
        });
        Eventually.holds(
                "everything is ready", () -> scope.cluster().caravel("status").exitCode() == 0);
        Eventually.holds("the API answers", () -> scope.kubectl("get", "pods").exitCode() == 0);
        done.set(true);
        visitor.join();

        assertThat(lost).isEmpty();
        assertThat(pods(scope)).isEqualTo(podsBefore);
    }

    /** A pod without a readiness probe is ready before its server listens. */
    private static void awaitEachOf(int replicas, Scope scope, String url) {
        Set<String> names = new HashSet<>();
        Eventually.holds("each replica answers", () -> {
            String answer = scope.cluster().get(url);
            if (answer.startsWith("hello from")) {
                names.add(answer);
            }
            return names.size() == replicas;
        });
    }

    private static void visit(Scope scope, String url, AtomicBoolean done, List<Shell.Result> lost) {
        while (!done.get()) {
            Shell.Result answer = scope.cluster().fetch(url);
            if (!answer.text().startsWith("hello from")) {
                lost.add(answer);
            }
        }
    }

    private static String pods(Scope scope) {
        return scope.jsonPath(
                "{range .items[*]}{.metadata.uid} {.status.containerStatuses[0].restartCount} {end}", "pods");
    }
}
