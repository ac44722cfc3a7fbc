package dev.caravel.apiserver.resource.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errors are those that kube-apiserver v1.36 tells of the same changes. */
@DisplayName("A change is refused")
class ForbiddenChangesTest {
    @ParameterizedTest(name = "{1}")
    @DisplayName("of a claim")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                Pending | accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '2Gi'}} | spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
                Bound | accessModes: ['ReadOnlyMany'], resources: {requests: {storage: '1Gi'}} | spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
                Bound | accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Mi'}} | spec.resources.requests.storage: Forbidden: field can not be less than status.capacity
                Bound | accessModes: ['ReadWriteOnce'], volumeMode: 'Block', resources: {requests: {storage: '1Gi'}} | volumeMode: Invalid value: "Block": field is immutable
                    """)
    void claims(String phase, String spec, String error) {
        String status = ", status: {phase: '" + phase + "', capacity: {storage: '1Gi'}}";
        String before = "spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}" + status;

        assertThat(BadObjects.changed("", "v1", "PersistentVolumeClaim", before, "spec: {" + spec + "}" + status))
                .contains(error);
    }

    @ParameterizedTest(name = "{1}")
    @DisplayName("of what a Deployment is said to have")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                replicas: -1 | status.replicas: Invalid value: -1: must be greater than or equal to 0
                readyReplicas: 5 | status.readyReplicas: Invalid value: 5: cannot be greater than status.replicas
                replicas: 3, availableReplicas: 3 | status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas
                collisionCount: -1 | status.collisionCount: Invalid value: -1: must be greater than or equal to 0
                    """)
    void counts(String status, String error) {
        String spec = "spec: {selector: {matchLabels: {a: 'b'}}, template: {metadata: {labels: {a: 'b'}},"
                + " spec: {containers: [{name: 'c', image: 'i'}]}}}";

        assertThat(BadObjects.changed("apps", "v1", "Deployment", spec, spec + ", status: {" + status + "}"))
                .contains(error);
    }

    @ParameterizedTest(name = "{1}")
    @DisplayName("of a job")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                completionMode: 'Indexed', completions: 4, parallelism: 3 | spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism
                completionMode: 'NonIndexed', completions: 3, parallelism: 3 | spec.completionMode: Invalid value: "NonIndexed": field is immutable
                completionMode: 'Indexed', completions: 3, parallelism: 3, managedBy: 'a.b/c' | spec.managedBy: Invalid value: "a.b/c": field is immutable
                    """)
    void jobs(String spec, String error) {
        String template = ", template: {spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'i'}]}}}";
        String before = "spec: {completionMode: 'Indexed', completions: 3, parallelism: 3" + template;

        assertThat(BadObjects.changed("batch", "v1", "Job", before, "spec: {" + spec + template))
                .contains(error);
    }
}
