package dev.caravel.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Environment variables for services")
class ServiceVariablesTest {
    @Test
    @DisplayName("name the address and each port")
    void variables() {
        assertThat(ServiceVariables.of(List.of(service("redis-primary", "10.0.0.11"))))
                .containsEntry("REDIS_PRIMARY_SERVICE_HOST", "10.0.0.11")
                .containsEntry("REDIS_PRIMARY_SERVICE_PORT", "6379")
                .containsEntry("REDIS_PRIMARY_SERVICE_PORT_MAIN", "6379")
                .containsEntry("REDIS_PRIMARY_PORT", "tcp://10.0.0.11:6379")
                .containsEntry("REDIS_PRIMARY_PORT_6379_TCP", "tcp://10.0.0.11:6379")
                .containsEntry("REDIS_PRIMARY_PORT_6379_TCP_PROTO", "tcp")
                .containsEntry("REDIS_PRIMARY_PORT_6379_TCP_PORT", "6379")
                .containsEntry("REDIS_PRIMARY_PORT_6379_TCP_ADDR", "10.0.0.11")
                .hasSize(8);
    }

    @Test
    @DisplayName("are not made for headless services")
    void headless() {
        assertThat(ServiceVariables.of(List.of(service("a", "None")))).isEmpty();
    }

    private static Service service(String name, String ip) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(ip)
                .addNewPort()
                .withName("main")
                .withPort(6379)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }
}
