package dev.caravel.apiserver.extension;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.cel.validation.CelRules;
import dev.caravel.apiserver.extension.schema.SchemaSetup;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.conversion.Conversion;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("While a CustomResourceDefinition is being deleted")
class TerminatingDefinitionsTest {
    private static final ObjectNode DEFINITION = Json.object("""
            {metadata: {name: 'crontabs.example.com'},
             spec: {group: 'example.com', scope: 'Namespaced', names: {plural: 'crontabs', kind: 'CronTab'},
               versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object'}}}]},
             status: {acceptedNames: {plural: 'crontabs', kind: 'CronTab', listKind: 'CronTabList', singular: 'crontab'}}}""");

    private final ServedResources served = new ServedResources(Writes.catalog());
    private final TerminatingDefinitions plugin = new TerminatingDefinitions(served);

    private static AdmissionRequest request(Operation operation) {
        Resource resource = SchemaSetup.of(Writes.catalog(), new CelRules(), new CleanupMark(Clock.systemUTC()))
                .resources()
                .resource(DEFINITION, "v1", Conversion.named(""));
        return new AdmissionRequest(
                operation,
                resource,
                "",
                "ns",
                "x",
                Optional.empty(),
                Optional.empty(),
                UserInfo.of("jane"),
                false,
                _ -> {});
    }

    @Test
    @DisplayName("none of its objects is created, but those that are there may change and go")
    void terminating() {
        served.setTerminating("crontabs.example.com", true);

        assertThatThrownBy(() -> plugin.mutate(request(Operation.CREATE)))
                .hasMessage(
                        "crontabs.example.com \"x\" is forbidden: create not allowed while custom resource definition is terminating");
        assertThatCode(() -> plugin.mutate(request(Operation.UPDATE))).doesNotThrowAnyException();
        assertThatCode(() -> plugin.mutate(request(Operation.DELETE))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("objects of other definitions are created, and its own again when it was made anew")
    void others() {
        served.setTerminating("other.example.com", true);
        served.setTerminating("crontabs.example.com", true);
        served.setTerminating("crontabs.example.com", false);

        assertThatCode(() -> plugin.mutate(request(Operation.CREATE))).doesNotThrowAnyException();
    }
}
