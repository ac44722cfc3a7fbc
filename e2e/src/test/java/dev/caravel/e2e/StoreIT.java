package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@DisplayName("The state of a cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreIT {
    private static final String REVISION = "{.metadata.resourceVersion}";
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new TestCluster("store");
        cluster.caravel("up", "--control-plane-only", "--etcd").orFail();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    @DisplayName("is in etcd with --etcd, which comes back when it is killed, with everything that was in it")
    void etcd() {
        cluster.kubectl("create", "configmap", "first", "--from-literal=key=1").orFail();
        long victim = cluster.readyProcesses().get("etcd");

        ProcessHandle.of(victim).orElseThrow().destroyForcibly();

        Eventually.holds("etcd is back", () -> {
            Long now = cluster.readyProcesses().get("etcd");
            return now != null && now != victim;
        });
        Eventually.holds(
                "the API answers",
                () -> cluster.kubectl("get", "configmap", "first").exitCode() == 0);
        assertThat(cluster.readyProcesses()).containsKeys("etcd", "kube-apiserver");
    }

    @Test
    @Order(2)
    @DisplayName(
            "moves out of etcd and back: the same objects, changed last in the same order, at newer resource versions")
    void moves() {
        cluster.kubectl("create", "configmap", "second", "--from-literal=key=2").orFail();
        Map<String, String> before = identities();
        long newest = revision("second");

        move("embedded");
        assertThat(cluster.readyProcesses()).doesNotContainKey("etcd").containsKey("kube-apiserver");
        assertThat(identities()).containsAllEntriesOf(before);
        assertThat(revision("first")).isGreaterThan(newest).isLessThan(revision("second"));

        long moved = revision("second");
        move("etcd");
        assertThat(cluster.readyProcesses()).containsKeys("etcd", "kube-apiserver");
        assertThat(identities()).containsAllEntriesOf(before);
        assertThat(revision("first")).isGreaterThan(moved).isLessThan(revision("second"));
    }

    @Test
    @Order(3)
    @DisplayName("is moved only while the cluster is down, and never left behind by an option of 'up'")
    void refused() {
        Shell.Result running = cluster.caravel("move-store", "--to", "embedded");
        assertThat(running.exitCode()).isNotZero();
        assertThat(running.err()).contains("the cluster runs; './caravel down' first");

        move("embedded");
        cluster.caravel("down").orFail();
        Shell.Result up = cluster.caravel("up", "--etcd");
        assertThat(up.exitCode()).isNotZero();
        assertThat(up.err())
                .contains("this cluster keeps its state without etcd")
                .contains("move-store --to etcd");
    }

    private static void move(String target) {
        cluster.caravel("down").orFail();
        cluster.caravel("move-store", "--to", target).orFail();
        cluster.caravel("up", "--control-plane-only").orFail();
    }

    /** Of objects that nobody changes: which they are. */
    private static Map<String, String> identities() {
        return Map.of(
                "first", uid("configmap", "first"),
                "second", uid("configmap", "second"),
                "kubernetes", uid("service", "kubernetes"),
                "admin", uid("clusterrole", "cluster-admin"));
    }

    private static String uid(String kind, String name) {
        return cluster.kubectl("get", kind, name, "-o", "jsonpath={.metadata.uid}")
                .orFail()
                .out();
    }

    private static long revision(String name) {
        return Long.parseLong(cluster.kubectl("get", "configmap", name, "-o", "jsonpath=" + REVISION)
                .orFail()
                .out());
    }
}
