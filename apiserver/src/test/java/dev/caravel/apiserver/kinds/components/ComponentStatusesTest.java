package dev.caravel.apiserver.kinds.components;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.fixture.EtcdProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The states of components")
class ComponentStatusesTest {
    private final ComponentStatuses statuses = new ComponentStatuses(Map.of(
            "scheduler", () -> ComponentHealth.failed("HTTP probe failed with statuscode: 500"),
            "etcd-0", () -> new ComponentHealth(false, "", "deadline exceeded"),
            "controller-manager", () -> ComponentHealth.healthy("ok")));

    @Test
    @DisplayName("are asked for all at once, and listed by name")
    void list() {
        assertThat(statuses.list())
                .containsExactly(
                        status("controller-manager", "status: 'True', message: 'ok'"),
                        status("etcd-0", "status: 'False', error: 'deadline exceeded'"),
                        status("scheduler", "status: 'False', message: 'HTTP probe failed with statuscode: 500'"));
    }

    @Test
    @DisplayName("are asked for one by one")
    void get() {
        assertThat(statuses.get("controller-manager"))
                .contains(status("controller-manager", "status: 'True', message: 'ok'"));
        assertThat(statuses.get("kubelet")).isEmpty();
    }

    @Test
    @DisplayName("tell of a component that is not there")
    void refused() throws IOException {
        int port = EtcdProcess.freePort();
        Vertx vertx = Vertx.vertx();
        try {
            assertThat(new HealthzProbe(vertx, port).get())
                    .isEqualTo(ComponentHealth.failed(
                            "Get \"https://127.0.0.1:%d/healthz\": dial tcp 127.0.0.1:%d: connect: connection refused"
                                    .formatted(port, port)));
        } finally {
            vertx.close();
        }
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode status(String name, String condition) {
        return Json.object(
                "{kind: 'ComponentStatus', apiVersion: 'v1', metadata: {name: '%s'}, conditions: [{type: 'Healthy', %s}]}"
                        .formatted(name, condition));
    }
}
