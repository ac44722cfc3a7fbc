package dev.caravel.kubelet.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a request to the kubelet needs leave for")
class NodeSubresourcesTest {
    @ParameterizedTest(name = "{0} {1}: {2} nodes/{3}")
    @DisplayName("is a verb on a subresource of the node")
    @CsvSource({
        "GET,/stats/summary,get,stats",
        "GET,/metrics,get,metrics",
        "GET,/metrics/resource,get,metrics",
        "GET,/metricsx,get,proxy",
        "GET,/logs/x,get,log",
        "GET,/pods,get,pods proxy",
        "GET,/runningpods/,get,pods proxy",
        "GET,/healthz,get,healthz proxy",
        "GET,/configz,get,configz proxy",
        "GET,/containerLogs/a/b/c,get,proxy",
        "POST,/exec/a/b/c,create,proxy",
    })
    void mapping(String method, String path, String verb, String names) {
        NodeSubresources wanted = NodeSubresources.of(method, path);

        assertThat(wanted.verb()).isEqualTo(verb);
        assertThat(String.join(" ", wanted.names())).isEqualTo(names);
    }

    @Test
    @DisplayName("and of a pod's path, the pod and container it names")
    void paths() {
        assertThat(PodPath.parse("/exec/ns/p/c", true)).hasValueSatisfying(path -> {
            assertThat(path.container()).isEqualTo("c");
            assertThat(path.uid()).isEmpty();
        });
        assertThat(PodPath.parse("/exec/ns/p/u/c", true))
                .hasValueSatisfying(path -> assertThat(path.uid()).contains("u"));
        assertThat(PodPath.parse("/portForward/ns/p", false)).isPresent();
        assertThat(PodPath.parse("/exec/ns/p", true)).isEmpty();
    }
}
