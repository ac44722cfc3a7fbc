package dev.caravel.apiserver.kinds.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Access to devices that others use")
class AdminAccessTest {
    private static final String REQUESTS =
            "devices: {requests: [{name: 'a', exactly: {}}, {name: 'b', exactly: {adminAccess: true}}]}";

    private final InMemoryObjects objects = new InMemoryObjects();

    private void namespace(String labels) {
        objects.create(
                new GroupResource("", "namespaces"),
                "",
                Json.object("{metadata: {name: 'ns', labels: " + labels + "}}"));
    }

    private void write(Operation operation, String plural, String body, String old) {
        ObjectNode before = old == null ? null : Json.object("{metadata: {name: 'x', namespace: 'ns'}, " + old + "}");
        new AdminAccess(objects)
                .validate(Writes.write(
                        operation,
                        new GroupResource("resource.k8s.io", plural),
                        Json.object("{metadata: {name: 'x', namespace: 'ns'}, " + body + "}"),
                        before,
                        _ -> {}));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "resourceclaims | spec: {" + REQUESTS + "} | spec.devices.requests[1].adminAccess",
                "resourceclaimtemplates | spec: {spec: {" + REQUESTS + "}} | spec.devices.requests[1].adminAccess",
            })
    @DisplayName("is not for claims in a namespace without the label")
    void refused(String plural, String body, String field) {
        namespace("{'resource.kubernetes.io/admin-access': 'false'}");

        assertThatThrownBy(() -> write(Operation.CREATE, plural, body, null))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status().code()).isEqualTo(422);
                    assertThat(e.status().message())
                            .endsWith(
                                    field
                                            + ": Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace");
                });
    }

    @Test
    @DisplayName("is for those in a namespace with the label, and for those that had it before")
    void granted() {
        namespace("{'resource.kubernetes.io/admin-access': 'true'}");
        assertThatCode(() -> write(Operation.CREATE, "resourceclaims", "spec: {" + REQUESTS + "}", null))
                .doesNotThrowAnyException();

        namespace("{}");
        assertThatCode(() -> write(
                        Operation.UPDATE, "resourceclaims", "spec: {" + REQUESTS + "}", "spec: {" + REQUESTS + "}"))
                .doesNotThrowAnyException();
        assertThatCode(() -> write(
                        Operation.CREATE,
                        "resourceclaims",
                        "spec: {devices: {requests: [{name: 'a', exactly: {}}]}}",
                        null))
                .doesNotThrowAnyException();
    }
}
