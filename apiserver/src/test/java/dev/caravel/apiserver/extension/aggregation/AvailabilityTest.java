package dev.caravel.apiserver.extension.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An APIService's server")
class AvailabilityTest {
    private static final ServiceReference REFERENCE = new ServiceReference("default", "sample", 7443);
    private static final String SERVICE = "{spec: {type: 'ClusterIP', ports: [{name: 'https', port: 7443}]}}";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ServicePortError  | {spec: {ports: [{port: 443}]}} | {}
            EndpointsNotFound | {spec: {ports: [{name: 'https', port: 7443}]}} | {}
            MissingEndpoints  | {spec: {ports: [{name: 'https', port: 7443}]}} | {ports: [{name: 'http', port: 1}], endpoints: [{}]}
            MissingEndpoints  | {spec: {ports: [{name: 'https', port: 7443}]}} | {ports: [{name: 'https', port: 1}], endpoints: [{conditions: {ready: false}}]}
            """)
    @DisplayName("cannot be asked when its service leads nowhere")
    void obstacles(String reason, String service, String slice) {
        List<ObjectNode> slices = slice.equals("{}") ? List.of() : List.of(Json.object(slice));

        assertThat(Availability.obstacle(REFERENCE, Optional.of(Json.object(service)), slices))
                .map(Availability::reason)
                .contains(reason);
    }

    @Test
    @DisplayName("is missing when its service is")
    void missing() {
        assertThat(Availability.obstacle(REFERENCE, Optional.empty(), List.of()))
                .contains(new Availability("False", "ServiceNotFound", "service/sample in \"default\" is not present"));
    }

    @Test
    @DisplayName("is asked when an endpoint is ready on the service's port")
    void reachable() {
        assertThat(Availability.obstacle(
                        REFERENCE,
                        Optional.of(Json.object(SERVICE)),
                        List.of(Json.object(
                                "{ports: [{name: 'https', port: 443}], endpoints: [{conditions: {ready: true}}]}"))))
                .isEmpty();
    }

    @Test
    @DisplayName("keeps the time of its condition when only the reason changes")
    void transition() {
        ObjectNode object = Json.object("{}");
        Availability.PASSED.writeTo(object, "2026-01-01T00:00:00Z");

        assertThat(Availability.PASSED.writeTo(object, "2026-01-02T00:00:00Z")).isFalse();
        assertThat(Availability.LOCAL.writeTo(object, "2026-01-03T00:00:00Z")).isTrue();
        assertThat(object.at("/status/conditions/0/lastTransitionTime").asText())
                .isEqualTo("2026-01-01T00:00:00Z");
    }
}
