package dev.caravel.apiserver.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A proxy request")
class ProxyTargetsTest {
    private final InMemoryObjects objects = new InMemoryObjects();
    private final ProxyTargets targets =
            new ProxyTargets(objects, new KubeletLocator(objects, List.of("InternalIP")), new Random(1));

    private void store(String resource, String namespace, String object) {
        objects.create(new GroupResource("", resource), namespace, Json.object(object));
    }

    @BeforeEach
    void store() {
        store(
                "pods",
                "a",
                "{metadata: {name: 'web'}, spec: {containers: [{name: 'x'}, {ports: [{containerPort: 8080}]}]}, status: {podIP: '10.0.0.1', podIPs: [{ip: '10.0.0.1'}]}}");
        store("pods", "a", "{metadata: {name: 'six'}, status: {podIPs: [{ip: 'fd00::1'}]}}");
        store("pods", "a", "{metadata: {name: 'host'}, status: {podIPs: [{ip: '127.0.0.1'}]}}");
        store("pods", "a", "{metadata: {name: 'waiting'}}");
        store("services", "a", "{metadata: {name: 'svc'}, spec: {ports: [{name: 'http', port: 80}]}}");
        store(
                "endpoints",
                "a",
                "{metadata: {name: 'svc'}, subsets: [{ports: [{name: 'http', port: 8080}], addresses: ["
                        + "{ip: '10.0.0.1', targetRef: {kind: 'Pod', namespace: 'a', name: 'web'}},"
                        + "{ip: '169.254.169.254', targetRef: {kind: 'Pod', namespace: 'a', name: 'web'}}, {ip: '1.2.3.4'}]}]}");
        store("endpoints", "a", "{metadata: {name: 'empty'}}");
        store(
                "nodes",
                "",
                "{metadata: {name: 'n1'}, status: {addresses: [{type: 'InternalIP', address: '10.1.0.1'}], daemonEndpoints: {kubeletEndpoint: {Port: 10250}}}}");
    }

    @DisplayName("leads to")
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "pods, web, 10.0.0.1:8080, false, false",
        "pods, web:9, 10.0.0.1:9, false, false",
        "pods, https:web:9, 10.0.0.1:9, true, false",
        "pods, six, '[fd00::1]:80', false, false",
        "pods, https:six:, '[fd00::1]:443', true, false",
        "services, svc:http, 10.0.0.1:8080, false, false",
        "services, svc:80, 10.0.0.1:8080, false, false",
        "services, https:svc:http, 10.0.0.1:8080, true, false",
        "nodes, n1, 10.1.0.1:10250, true, true",
        "nodes, n1:10250, 10.1.0.1:10250, true, true",
        "nodes, n1:9100, 10.1.0.1:9100, false, false",
    })
    void leads(String resource, String name, String authority, boolean https, boolean kubelet) {
        ProxyTarget target = targets.find(resource, resource.equals("nodes") ? "" : "a", name);

        assertThat(target.authority()).isEqualTo(authority);
        assertThat(target.https()).isEqualTo(https);
        assertThat(target.kubelet()).isEqualTo(kubelet);
    }

    @DisplayName("is refused")
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "pods, a:b:c:d, invalid pod request \"a:b:c:d\"",
        "pods, ftp:web:1, invalid pod request \"ftp:web:1\"",
        "pods, host, address not allowed",
        "pods, waiting, address not allowed",
        "pods, gone, pods \"gone\" not found",
        "pods, web:http, invalid port \"http\"",
        "services, svc, no endpoints available for service \"svc\"",
        "services, svc:81, no service port 81 found for service \"svc\"",
        "services, empty:x, no endpoints available for service \"empty\"",
        "services, gone, endpoints \"gone\" not found",
        "nodes, n2, nodes \"n2\" not found",
    })
    void refused(String resource, String name, String message) {
        assertThatThrownBy(() -> targets.find(resource, "a", name)).hasMessage(message);
    }
}
