package dev.caravel.apiserver.extension.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.status.ApiException;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("With --enable-aggregator-routing a request for another API server")
class EndpointIpsTest {
    private static final int ENOUGH = 200;

    private final InMemoryObjects objects = new InMemoryObjects();
    private final EndpointIps ips = new EndpointIps(objects, new SplittableRandom(1));

    @Test
    @DisplayName("goes to any of the service's ready endpoints, at the port that the service's port is there")
    void ready() {
        service("sample", "ClusterIP");
        slice("sample", "10.0.0.1", "true");
        slice("sample", "10.0.0.2", "null");
        slice("sample", "10.0.0.3", "false");
        slice("another", "10.0.0.4", "true");

        assertThat(addresses(443)).containsExactlyInAnyOrder("10.0.0.1:8443", "10.0.0.2:8443");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "ClusterIP,443,no endpoints available for service \"sample\"",
        "ClusterIP,444,no service port 444 found for service \"sample\"",
        "ExternalName,443,unsupported service type \"ExternalName\"",
    })
    @DisplayName("cannot be sent where there is no such place")
    void nowhere(String type, int port, String message) {
        service("sample", type);

        assertThatThrownBy(() -> addresses(port))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(503))
                .hasMessage(message);
    }

    @Test
    @DisplayName("cannot be sent to a service that is not there")
    void notFound() {
        assertThatThrownBy(() -> addresses(443))
                .isInstanceOf(ApiException.class)
                .hasMessage("services \"sample\" not found");
    }

    private Set<String> addresses(int port) {
        return IntStream.range(0, ENOUGH)
                .mapToObj(_ -> ips.apply(new ServiceReference("default", "sample", port)))
                .map(SocketAddress::toString)
                .collect(Collectors.toSet());
    }

    private void service(String name, String type) {
        objects.create(AvailabilityController.SERVICES, "default", json("""
                {"metadata": {"namespace": "default", "name": "%s"},
                 "spec": {"type": "%s", "ports": [{"name": "http", "port": 80}, {"name": "https", "port": 443}]}}""".formatted(name, type)));
    }

    private void slice(String service, String address, String ready) {
        objects.create(AvailabilityController.ENDPOINT_SLICES, "default", json("""
                {"metadata": {"namespace": "default", "name": "slice-%2$s",
                              "labels": {"kubernetes.io/service-name": "%1$s"}},
                 "ports": [{"name": "http", "port": 8080}, {"name": "https", "port": 8443}],
                 "endpoints": [{"addresses": ["%2$s"], "conditions": {"ready": %3$s}}]}""".formatted(service, address, ready)));
    }

    private static ObjectNode json(String text) {
        return JsonCodec.readStored(text.getBytes(StandardCharsets.UTF_8));
    }
}
