package dev.caravel.apiserver.kinds.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.resource.FieldError;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What is told of a pod, and asked of it while it runs, is refused in upstream's words:")
class PodFaultsOnUpdateTest {
    private static List<String> texts(List<FieldError> errors) {
        return errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nominatedNodeName: 'A_' | status.nominatedNodeName: Invalid value: \"A_\": a lowercase RFC 1123 subdomain must",
                "conditions: [{type: 'a b'}] | status.conditions[0].Type: Invalid value: \"a b\": name part must consist of",
                "conditions: [{type: 'Ready', observedGeneration: -1}] | status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer",
                "observedGeneration: -1 | status.observedGeneration: Invalid value: -1: must be a non-negative integer",
                "qosClass: 'Guaranteed' | status.qosClass: Invalid value: \"Guaranteed\": field is immutable",
                "podIPs: [{ip: 'x'}] | status.podIPs[0]: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                "podIPs: [{ip: '1.2.3.4'}, {ip: '1.2.3.5'}] | status.podIPs: Invalid value: [{\"IP\":\"1.2.3.4\"},{\"IP\":\"1.2.3.5\"}]: may specify no more than one IP for each IP family",
                "hostIP: '1.2.3.4', hostIPs: [{ip: '1.2.3.5'}] | status.hostIPs[0].ip: Invalid value: \"1.2.3.5\": must be equal to `hostIP`",
                "resourceClaimStatuses: [{name: 'z'}] | status.resourceClaimStatuses[0].name: Invalid value: \"z\": must match the name of an entry in `spec.resourceClaims`",
                "containerStatuses: [{name: 'done', state: {running: {}}}] | status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state",
            })
    @DisplayName("status")
    void status(String status, String error) {
        String spec = "spec: {restartPolicy: 'OnFailure', containers: [{name: 'done'}, {name: 'failed'}]}";
        String ended =
                "{name: 'done', state: {terminated: {exitCode: 0}}}, {name: 'failed', state: {terminated: {exitCode: 1}}}";
        ObjectNode old =
                Json.object("{%s, status: {qosClass: 'BestEffort', containerStatuses: [%s]}}".formatted(spec, ended));
        String qos = status.contains("qosClass") ? "" : "qosClass: 'BestEffort', ";
        ObjectNode now = Json.object("{%s, status: {%s%s}}".formatted(spec, qos, status));

        assertThat(texts(PodStatusFaults.of(now, old))).singleElement().satisfies(text -> assertThat(text)
                .startsWith(error));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "podIP: '1.2.3.4', podIPs: [{ip: '1.2.3.4'}, {ip: 'fd00::1'}], conditions: [{type: 'Ready'}, {type: 'example.com/ready'}]",
                "containerStatuses: [{name: 'failed', state: {running: {}}}]",
                "nominatedNodeName: 'node-1'",
            })
    @DisplayName("a good status is not")
    void goodStatus(String status) {
        String spec = "spec: {restartPolicy: 'OnFailure', containers: [{name: 'failed'}]}";
        ObjectNode old = Json.object(
                "{" + spec + ", status: {containerStatuses: [{name: 'failed', state: {terminated: {exitCode: 1}}}]}}");

        assertThat(PodStatusFaults.of(Json.object("{" + spec + ", status: {" + status + "}}"), old))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "requests: {cpu: '1', memory: '1Gi'} | requests: {cpu: '2', memory: '1Gi'} | ",
                "requests: {cpu: '1'} | requests: {cpu: '1'}, limits: {cpu: '3'} | ",
                "requests: {cpu: '1', memory: '1Gi'} | requests: {memory: '1Gi'} | spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed",
                "requests: {cpu: '1'} | requests: {cpu: '1', ephemeral-storage: '1Gi'} | spec: Forbidden: only cpu and memory resources are mutable",
                "`` | requests: {cpu: '1'} | spec: Invalid value: \"BestEffort\": Pod QOS Class may not change as a result of resizing",
            })
    @DisplayName("resize")
    void resize(String before, String after, String error) {
        String pod = "{spec: {containers: [{name: 'a', resources: {%s}}]}, status: {qosClass: '%s'}}";
        String qos = before.isEmpty() ? "BestEffort" : "Burstable";
        ObjectNode old = Json.object(pod.formatted(before.replace("ephemeral-storage", "'ephemeral-storage'"), qos));
        ObjectNode now = Json.object(pod.formatted(after.replace("ephemeral-storage", "'ephemeral-storage'"), qos));

        List<String> errors = texts(PodResizeFaults.of(now, old));
        if (error == null) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).containsExactly(error);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "containers: [{name: 'a'}, {name: 'b'}] | spec.containers: Forbidden: containers may not be added or removed on resize",
                "containers: [{name: 'b'}] | spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize",
                "containers: [{name: 'a', image: 'other'}] | spec: Forbidden: only cpu and memory resources are mutable",
            })
    @DisplayName("other changes along with a resize")
    void besides(String spec, String error) {
        ObjectNode old = Json.object("{spec: {containers: [{name: 'a'}]}}");

        assertThat(texts(PodResizeFaults.of(Json.object("{spec: {" + spec + "}}"), old)))
                .containsExactly(error);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "metadata: {annotations: {'kubernetes.io/config.mirror': 'x'}} | Forbidden: static pods cannot be resized",
                "spec: {os: {name: 'windows'}} | Forbidden: windows pods cannot be resized",
                "status: {containerStatuses: [{state: {running: {}}}]} | Forbidden: Pod running on node without support for resize",
            })
    @DisplayName("a resize of what cannot be resized")
    void never(String pod, String error) {
        ObjectNode old = Json.object("{" + pod + "}");

        assertThat(PodResizeFaults.of(old.deepCopy(), old))
                .extracting(FieldError::message)
                .containsExactly(error);
    }
}
