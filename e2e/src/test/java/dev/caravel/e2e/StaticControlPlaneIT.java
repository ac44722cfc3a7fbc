package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A control plane in static pods, made of the roles' images")
class StaticControlPlaneIT {
    private static final Path HOME =
            Path.of(System.getProperty("caravel.home")).toAbsolutePath().normalize();
    private static final Path IMAGES = HOME.resolve("native/target/images");
    private static final Path EXECUTABLES = HOME.resolve("native/target/bin");
    private static final List<String> ROLES = List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler");

    /** In the node's network, because nothing has set up a network for pods. */
    private static final String WITNESS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: witness
            spec:
              selector: {matchLabels: {app: witness}}
              template:
                metadata: {labels: {app: witness}}
                spec:
                  hostNetwork: true
                  tolerations: [{operator: Exists}]
                  containers:
                  - {name: pause, image: "registry.k8s.io/pause:3.10.2", imagePullPolicy: Never}
            """;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        requireImages();
        cluster = new TestCluster("static");
        String version = Shell.run(List.of(HOME.resolve("native/release").toString(), "version"))
                .orFail()
                .text();
        cluster.inNetwork(
                        "env",
                        "CARAVEL_HOME=" + HOME,
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-jar",
                        HOME.resolve("deploy/target/caravel-deploy.jar").toString(),
                        "static-pods",
                        "--state-dir",
                        cluster.stateDir().toString(),
                        "--images",
                        IMAGES.toString(),
                        "--release",
                        version)
                .orFail();
        Eventually.holds(
                "the API server answers",
                () -> cluster.kubectl("get", "--raw", "/readyz").text().equals("ok"));
    }

    @AfterAll
    static void remove() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @DisplayName("is shown by the API as pods of the node, and no process of the supervisor's")
    void mirrored() {
        Eventually.holds("the pods are shown", () -> shownPods().size() == ROLES.size());
        cluster.kubectl(
                        "--namespace=kube-system",
                        "wait",
                        "--for=condition=ContainersReady",
                        "--timeout=90s",
                        "pods",
                        "--selector=tier=control-plane")
                .orFail();

        assertThat(shownPods())
                .containsExactlyInAnyOrderElementsOf(
                        ROLES.stream().map(role -> "pod/" + role + "-node1").toList());
        assertThat(cluster.readyProcesses()).containsOnlyKeys("etcd", "containerd", "kubelet");
    }

    @Test
    @DisplayName("runs what is deployed")
    void works() {
        cluster.kubectlWithInput(WITNESS, "apply", "-f", "-").orFail();

        cluster.kubectl("rollout", "status", "deployment/witness", "--timeout=90s")
                .orFail();
    }

    private static List<String> shownPods() {
        return cluster.kubectl("--namespace=kube-system", "get", "pods", "-o", "name")
                .orFail()
                .out()
                .lines()
                .toList();
    }

    private static void requireImages() {
        List<Path> missing = Stream.concat(
                        ROLES.stream().map(role -> IMAGES.resolve(role + ".tar")),
                        Stream.of("kubelet", "kube-proxy", "caravel-dns").map(EXECUTABLES::resolve))
                .filter(file -> !Files.exists(file))
                .toList();
        String reason = "skipped: there is no " + missing + "; './caravel build --images' makes them";
        if (!missing.isEmpty()) {
            System.out.println(reason);
        }
        assumeTrue(missing.isEmpty(), reason);
    }
}
