package dev.caravel.deploy.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.supervisor.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A static pod of the control plane")
class StaticPodTest {
    @Test
    @DisplayName("passes the process' flags to the image's entrypoint")
    void arguments() throws Exception {
        JsonNode container = pod(Role.KUBE_APISERVER, "/readyz").at("/spec/containers/0");

        assertThat(container.path("args"))
                .isEqualTo(new ObjectMapper().readTree("[\"-Xmx384m\", \"--secure-port=6443\"]"));
        assertThat(container.has("command")).isFalse();
        assertThat(container.path("imagePullPolicy").asText()).isEqualTo("Never");
    }

    @Test
    @DisplayName("is in the host's network, more important than other pods, and known by kubeadm's labels")
    void identity() {
        JsonNode pod = pod(Role.KUBE_SCHEDULER, "/healthz");

        assertThat(pod.at("/metadata/namespace").asText()).isEqualTo("kube-system");
        assertThat(pod.at("/metadata/labels/component").asText()).isEqualTo("kube-scheduler");
        assertThat(pod.at("/metadata/labels/tier").asText()).isEqualTo("control-plane");
        assertThat(pod.at("/spec/hostNetwork").asBoolean()).isTrue();
        assertThat(pod.at("/spec/priorityClassName").asText()).isEqualTo("system-node-critical");
    }

    @ParameterizedTest(name = "{0}: started and alive by {2}, ready by {1}")
    @CsvSource({
        "KUBE_APISERVER, /readyz, /livez",
        "KUBE_CONTROLLER_MANAGER, /healthz, /healthz",
        "KUBE_SCHEDULER, /healthz, /healthz"
    })
    @DisplayName("is probed where its process is")
    void probes(Role role, String ready, String alive) {
        JsonNode container = pod(role, ready).at("/spec/containers/0");

        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo(ready);
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo(alive);
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo(alive);
        assertThat(container.at("/livenessProbe/httpGet/port").asInt()).isEqualTo(6443);
        assertThat(container.at("/livenessProbe/httpGet/scheme").asText()).isEqualTo("HTTPS");
    }

    @Test
    @DisplayName("reads the keys as their owner does, changes none, and has no capability")
    void confined() {
        JsonNode container = pod(Role.KUBE_APISERVER, "/readyz").at("/spec/containers/0");

        assertThat(container.at("/securityContext/runAsUser").asInt(-1)).isZero();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(container.at("/volumeMounts/0/mountPath").asText()).isEqualTo("/var/lib/caravel/pki");
        assertThat(container.at("/volumeMounts/0/readOnly").asBoolean()).isTrue();
    }

    private static JsonNode pod(Role role, String path) {
        return new StaticPod(
                        role,
                        "localhost/caravel/" + role.program() + ":1",
                        List.of("-Xmx384m", "--secure-port=6443"),
                        new Readiness.Http(URI.create("https://127.0.0.1:6443" + path)),
                        List.of(Path.of("/var/lib/caravel/pki")),
                        15)
                .manifest();
    }
}
