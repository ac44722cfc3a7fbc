package dev.caravel.apiserver.kinds.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.KindBehavior.Allocation;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.ApiException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A Service")
class ServiceBehaviorTest {
    private final ServiceBehavior singleStack = behavior("10.96.0.0/24");
    private final ServiceBehavior dualStack = behavior("10.96.0.0/24", "fd00:10:96::/112");
    private int created;

    private static ServiceBehavior behavior(String... ranges) {
        return new ServiceBehavior(List.of(ranges), "30000-32767", new Random(42));
    }

    private static Context context(boolean dryRun) {
        return new Context("default", "web", "", UserInfo.of("alice"), dryRun);
    }

    private ObjectNode service(String spec) {
        ObjectNode service = Json.object("{metadata: {name: 'web', namespace: 'default'}, spec: %s}".formatted(spec));
        service.withObject("/metadata").put("uid", "uid-" + created++);
        return service;
    }

    private ObjectNode create(ServiceBehavior behavior, String spec) {
        ObjectNode service = service(spec);
        behavior.prepareForCreate(context(false), service);
        behavior.allocate(context(false), service, Optional.empty()).commit();
        assertThat(behavior.validate(context(false), service, Optional.empty())).isEmpty();
        return service;
    }

    private static List<FieldError> update(ServiceBehavior behavior, ObjectNode old, ObjectNode service) {
        behavior.prepareForUpdate(context(false), service, old);
        Allocation allocation = behavior.allocate(context(false), service, Optional.of(old));
        List<FieldError> errors = behavior.validate(context(false), service, Optional.of(old));
        if (errors.isEmpty()) {
            allocation.commit();
        } else {
            allocation.rollback();
        }
        return errors;
    }

    private static String spec(ObjectNode service, String field) {
        return service.path("spec").path(field).toString().replace('"', '\'');
    }

    @Test
    @DisplayName("gets an address above the band for static ones, and the family fields")
    void allocatesAddress() {
        ObjectNode service = create(singleStack, "{type: 'ClusterIP'}");

        String address = service.at("/spec/clusterIP").asText();
        assertThat(Integer.parseInt(address.substring("10.96.0.".length()))).isBetween(16, 254);
        assertThat(service.at("/spec/clusterIPs/0").asText()).isEqualTo(address);
        assertThat(spec(service, "ipFamilies")).isEqualTo("['IPv4']");
        assertThat(spec(service, "ipFamilyPolicy")).isEqualTo("'SingleStack'");
        assertThat(service.path("status").toString()).isEqualTo("{\"loadBalancer\":{}}");
    }

    @Test
    @DisplayName("keeps the address it asks for, and nobody else gets that")
    void refusesTakenAddress() {
        create(singleStack, "{clusterIP: '10.96.0.10'}");

        assertThatThrownBy(() -> create(singleStack, "{clusterIP: '10.96.0.10'}"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(422))
                .hasMessage("Service \"web\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.0.10\"]:"
                        + " failed to allocate IP 10.96.0.10: provided IP is already allocated");
    }

    @DisplayName("is refused what contradicts itself or the cluster")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{clusterIP: '10.97.0.1'}                           | spec.clusterIPs: Invalid value: [\"10.97.0.1\"]: failed to allocate IP 10.97.0.1: the provided network does not match the current range",
                "{clusterIP: 'nope'}                                | spec.clusterIPs[0]: Invalid value: \"nope\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                "{clusterIPs: ['10.96.0.9']}                        | spec.clusterIPs: Invalid value: [\"10.96.0.9\"]: must be empty when `clusterIP` is not specified",
                "{clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.8']}| spec.clusterIPs: Invalid value: [\"10.96.0.8\"]: first value must match `clusterIP`",
                "{clusterIP: 'fd00::1'}                             | spec.clusterIPs[0]: Invalid value: [\"fd00::1\"]: IPv6 is not configured on this cluster",
                "{ipFamilies: ['IPv6']}                             | spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster",
                "{ipFamilyPolicy: 'RequireDualStack'}               | spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services",
                "{type: 'NodePort', ports: [{port: 1, nodePort: 80}]} | spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
            })
    void refuses(String spec, String message) {
        assertThatThrownBy(() -> create(singleStack, spec)).hasMessage("Service \"web\" is invalid: " + message);
    }

    @DisplayName("has the families its policy wants")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                     | ['IPv4']         | 'SingleStack'      | 1",
                "{ipFamilyPolicy: 'PreferDualStack'}                    | ['IPv4','IPv6']  | 'PreferDualStack'  | 2",
                "{ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6']} | ['IPv6','IPv4'] | 'RequireDualStack' | 2",
                "{clusterIP: 'fd00:10:96::a'}                           | ['IPv6']         | 'SingleStack'      | 1",
                "{clusterIP: 'None', selector: {a: 'b'}}                | ['IPv4']         | 'SingleStack'      | 1",
                "{clusterIP: 'None'}                                    | ['IPv4','IPv6']  | 'RequireDualStack' | 1",
            })
    void choosesFamilies(String spec, String families, String policy, int addresses) {
        ObjectNode service = create(dualStack, spec);

        assertThat(spec(service, "ipFamilies")).isEqualTo(families);
        assertThat(spec(service, "ipFamilyPolicy")).isEqualTo(policy);
        assertThat(service.at("/spec/clusterIPs")).hasSize(addresses);
    }

    @Test
    @DisplayName("of type ExternalName gets nothing")
    void externalNameHasNoAddress() {
        ObjectNode service = create(singleStack, "{type: 'ExternalName', externalName: 'example.com'}");

        assertThat(service.path("spec")).isEqualTo(Json.object("{type: 'ExternalName', externalName: 'example.com'}"));
    }

    @Test
    @DisplayName("of type NodePort gets a port for each of its ports, one for those of the same number")
    void allocatesNodePorts() {
        ObjectNode service = create(
                singleStack,
                "{type: 'NodePort', ports: [{port: 53, protocol: 'TCP', name: 't'}, {port: 53, protocol: 'UDP', name: 'u'}, {port: 80, nodePort: 30080, name: 'h'}]}");

        int dns = service.at("/spec/ports/0/nodePort").asInt();
        assertThat(dns).isBetween(30086, 32767);
        assertThat(service.at("/spec/ports/1/nodePort").asInt()).isEqualTo(dns);
        assertThat(service.at("/spec/ports/2/nodePort").asInt()).isEqualTo(30080);
        assertThatThrownBy(() -> create(singleStack, "{type: 'NodePort', ports: [{port: 1, nodePort: 30080}]}"))
                .hasMessageContaining(
                        "spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated");
    }

    @Test
    @DisplayName("that balances load locally gets a port for health checks, unless it wants no node ports for the rest")
    void allocatesHealthCheckPort() {
        ObjectNode service = create(
                singleStack,
                "{type: 'LoadBalancer', externalTrafficPolicy: 'Local', allocateLoadBalancerNodePorts: false, ports: [{port: 80}]}");

        assertThat(service.at("/spec/healthCheckNodePort").asInt()).isBetween(30000, 32767);
        assertThat(service.at("/spec/ports/0").has("nodePort")).isFalse();
    }

    @Test
    @DisplayName("gives back what it held when it becomes an ExternalName, and gets a new address when it returns")
    void changesType() {
        ObjectNode service =
                create(singleStack, "{type: 'NodePort', clusterIP: '10.96.0.7', ports: [{port: 80, nodePort: 30007}]}");
        ObjectNode external = service.deepCopy();
        external.withObject("/spec").put("type", "ExternalName").put("externalName", "example.com");

        assertThat(update(singleStack, service, external)).isEmpty();

        assertThat(external.path("spec"))
                .isEqualTo(Json.object("{type: 'ExternalName', externalName: 'example.com', ports: [{port: 80}]}"));
        create(singleStack, "{type: 'NodePort', clusterIP: '10.96.0.7', ports: [{port: 80, nodePort: 30007}]}");

        ObjectNode back = external.deepCopy();
        back.withObject("/spec").put("type", "ClusterIP").remove("externalName");
        assertThat(update(singleStack, external, back)).isEmpty();
        assertThat(back.at("/spec/clusterIP").asText()).startsWith("10.96.0.");
    }

    @Test
    @DisplayName("keeps address and node ports when an update leaves them out")
    void keepsAllocatedValues() {
        ObjectNode service =
                create(singleStack, "{type: 'NodePort', ports: [{name: 'a', port: 80}, {name: 'b', port: 81}]}");
        ObjectNode sparse = service.deepCopy();
        sparse.set("spec", Json.object("{type: 'NodePort', ports: [{name: 'b', port: 81}, {name: 'c', port: 82}]}"));

        assertThat(update(singleStack, service, sparse)).isEmpty();

        assertThat(sparse.at("/spec/clusterIPs")).isEqualTo(service.at("/spec/clusterIPs"));
        assertThat(sparse.at("/spec/ports/0/nodePort")).isEqualTo(service.at("/spec/ports/1/nodePort"));
        assertThat(sparse.at("/spec/ports/1/nodePort").asInt()).isNotZero();
        int released = service.at("/spec/ports/0/nodePort").asInt();
        create(singleStack, "{type: 'NodePort', ports: [{port: 1, nodePort: %d}]}".formatted(released));
    }

    @Test
    @DisplayName("cannot change its address")
    void addressIsImmutable() {
        ObjectNode service = create(singleStack, "{clusterIP: '10.96.0.20'}");
        ObjectNode moved = service.deepCopy();
        moved.withObject("/spec").put("clusterIP", "10.96.0.21");

        assertThat(update(singleStack, service, moved))
                .extracting(FieldError::toString)
                .containsExactly("spec.clusterIPs[0]: Invalid value: [\"10.96.0.21\"]: may not change once set");
    }

    @Test
    @DisplayName("gains and loses its second address with the policy")
    void upgradesAndDowngrades() {
        ObjectNode service = create(dualStack, "{}");
        ObjectNode both = service.deepCopy();
        both.withObject("/spec").put("ipFamilyPolicy", "RequireDualStack");
        assertThat(update(dualStack, service, both)).isEmpty();
        assertThat(both.at("/spec/clusterIPs")).hasSize(2);

        ObjectNode one = both.deepCopy();
        one.withObject("/spec").put("ipFamilyPolicy", "SingleStack");
        assertThat(update(dualStack, both, one)).isEmpty();
        assertThat(one.at("/spec/clusterIPs")).isEqualTo(service.at("/spec/clusterIPs"));
        create(
                dualStack,
                "{clusterIP: '%s'}".formatted(both.at("/spec/clusterIPs/1").asText()));
    }

    @Test
    @DisplayName("that is not stored in the end gives everything back, and a dry run takes nothing")
    void rollsBack() {
        String spec = "{type: 'NodePort', clusterIP: '10.96.0.30', ports: [{port: 1, nodePort: 30030}]}";
        ObjectNode failed = service(spec);
        singleStack.prepareForCreate(context(false), failed);
        singleStack.allocate(context(false), failed, Optional.empty()).rollback();
        ObjectNode dry = service(spec);
        singleStack.prepareForCreate(context(true), dry);
        singleStack.allocate(context(true), dry, Optional.empty()).commit();

        ObjectNode kept = create(singleStack, spec);

        singleStack.afterDelete(kept);
        create(singleStack, spec);
    }

    @Test
    @DisplayName("is told that the range is full")
    void exhausts() {
        ServiceBehavior tiny = behavior("10.0.0.0/29");
        Set<String> addresses = new HashSet<>();
        IntStream.range(0, 6)
                .forEach(i ->
                        addresses.add(create(tiny, "{}").at("/spec/clusterIP").asText()));

        assertThat(addresses)
                .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6");
        assertThatThrownBy(() -> create(tiny, "{}"))
                .hasMessage(
                        "Internal error occurred: failed to allocate a serviceIP for Service \"web\": range is full");
    }

    @Test
    @DisplayName("shares no address with another however many are created at once")
    void concurrentlyUnique() throws Exception {
        List<ObjectNode> services =
                IntStream.range(0, 200).mapToObj(i -> service("{}")).toList();
        Set<String> addresses = new HashSet<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> creations = services.stream()
                    .map(service -> (Callable<String>) () -> {
                        singleStack.prepareForCreate(context(false), service);
                        singleStack
                                .allocate(context(false), service, Optional.empty())
                                .commit();
                        return service.at("/spec/clusterIP").asText();
                    })
                    .toList();
            for (var result : executor.invokeAll(creations)) {
                addresses.add(result.get());
            }
        }

        assertThat(addresses).hasSize(200);
    }
}
