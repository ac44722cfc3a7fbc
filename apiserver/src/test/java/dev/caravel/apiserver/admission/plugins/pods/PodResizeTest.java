package dev.caravel.apiserver.admission.plugins.pods;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("PodResizeValidator")
class PodResizeTest {
    private static final String POD =
            "{spec: {nodeName: '%s', overhead: {cpu: '100m'}, containers: [{resources: {requests: {cpu: '%s', memory: '%s'}}}]}}";

    @ParameterizedTest(name = "{0} {1}/{2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "linux   | 1900m | 1Gi |",
                "linux   | 2     | 1Gi | node didn't have enough allocatable resources: cpu, requested: 2100, allocatable: 2000",
                "linux   | 2     | 2Gi | node didn't have enough allocatable resources: cpu, requested: 2100, allocatable: 2000; memory, requested: 2147483648, allocatable: 1073741824",
                "windows | 1     | 1Gi | pod resize is only supported on linux nodes, node \"windows\" is \"windows\"",
                "gone    | 1     | 1Gi | node \"gone\" not found",
                "``      | 9     | 9Gi |",
            })
    @DisplayName("lets a pod grow to what its node has, and no further")
    void resize(String node, String cpu, String memory, String message) {
        InMemoryObjects objects = new InMemoryObjects();
        for (String system : new String[] {"linux", "windows"}) {
            objects.create(
                    new GroupResource("", "nodes"),
                    "",
                    Json.object(
                            "{metadata: {name: '%s', labels: {'kubernetes.io/os': '%s'}}, status: {allocatable: {cpu: '2', memory: '1Gi'}}}"
                                    .formatted(system, system)));
        }
        AdmissionRequest request =
                Writes.update("pods", "resize", POD.formatted(node, cpu, memory), POD.formatted(node, "100m", "1Mi"));
        PodResize plugin = new PodResize(objects);

        if (message == null) {
            assertThatCode(() -> plugin.validate(request)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> plugin.validate(request)).hasMessage("pods \"x\" is forbidden: " + message);
        }
    }
}
