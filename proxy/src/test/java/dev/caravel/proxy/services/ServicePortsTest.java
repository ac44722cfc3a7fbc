package dev.caravel.proxy.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Services joined with their endpoint slices")
class ServicePortsTest {
    private static final String SERVICE = """
            {"metadata": {"name": "web", "namespace": "a", "labels": {%s}},
             "spec": {"type": "%s", "clusterIP": "%s", "ports": [
               {"name": "http", "port": 80, "protocol": "TCP", "nodePort": 30080},
               {"name": "dns", "port": 53, "protocol": "UDP"}]}}""";
    private static final String SLICE = """
            {"metadata": {"name": "web-x", "namespace": "a", "labels": {"kubernetes.io/service-name": "web"}},
             "addressType": "IPv4", "ports": [{"name": "http", "port": 8080}],
             "endpoints": [
               {"addresses": ["10.0.0.2"], "nodeName": "here", "conditions": {"ready": true}},
               {"addresses": ["10.0.0.1"], "nodeName": "there",
                "conditions": {"ready": false, "serving": true, "terminating": true}}]}""";

    private final ServicePorts join = new ServicePorts(IpFamily.IPV4, "here");

    @Test
    @DisplayName("give a service port per port and protocol, each with the slices' ports of its name")
    void joins() {
        List<ServicePort> ports =
                join.join(List.of(service("", "NodePort", "10.96.0.7")), List.of(read(SLICE, EndpointSlice.class)));

        assertThat(ports).extracting(ServicePort::id).containsExactly("a/web/tcp/http", "a/web/udp/dns");
        assertThat(ports.getFirst().nodePort()).isEqualTo(30080);
        assertThat(ports.getFirst().endpoints())
                .containsExactly(
                        new Endpoint("10.0.0.1", 8080, false, true, true, false),
                        new Endpoint("10.0.0.2", 8080, true, true, false, true));
        assertThat(ports.getLast().endpoints()).isEmpty();
    }

    @ParameterizedTest(name = "labels {0}, type {1}, cluster IP {2}")
    @CsvSource({
        "'', ClusterIP, None",
        "'', ClusterIP, fd00::7",
        "'', ExternalName, ''",
        "'\"service.kubernetes.io/service-proxy-name\": \"other\"', ClusterIP, 10.96.0.7",
        "'\"service.kubernetes.io/headless\": \"\"', ClusterIP, 10.96.0.7"
    })
    @DisplayName("leave out services that this proxy and family do not serve")
    void leavesOut(String labels, String type, String clusterIp) {
        assertThat(join.join(List.of(service(labels, type, clusterIp)), List.of()))
                .isEmpty();
    }

    private static Service service(String labels, String type, String clusterIp) {
        return read(SERVICE.formatted(labels, type, clusterIp), Service.class);
    }

    private static <T> T read(String json, Class<T> type) {
        return Serialization.unmarshal(json, type);
    }
}
