package dev.caravel.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.kubelet.pods.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A reference to a field of the pod")
class FieldReferencesTest {
    private static final Pod POD = Pods.yaml("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: ns, uid: u, labels: {b: two, a: 'say "hi"'}, annotations: {x.y/z: v}}
            spec: {nodeName: n, serviceAccountName: sa}
            """);
    private static final FieldReferences.Addresses ADDRESSES =
            new FieldReferences.Addresses(List.of("10.0.0.2", "fd00::2"), List.of("192.0.2.1"));

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("yields its value")
    @CsvSource({
        "metadata.name,p",
        "metadata.namespace,ns",
        "metadata.uid,u",
        "metadata.labels['b'],two",
        "metadata.labels['none'],''",
        "metadata.annotations['x.y/z'],v",
        "spec.nodeName,n",
        "spec.serviceAccountName,sa",
        "status.podIP,10.0.0.2",
        "status.podIPs,'10.0.0.2,fd00::2'",
        "status.hostIP,192.0.2.1",
    })
    void values(String path, String expected) {
        assertThat(FieldReferences.resolve(POD, path, ADDRESSES)).isEqualTo(expected);
    }

    @Test
    @DisplayName("writes a map as sorted lines of quoted values")
    void map() {
        assertThat(FieldReferences.resolve(POD, "metadata.labels", ADDRESSES))
                .isEqualTo("a=\"say \\\"hi\\\"\"\nb=\"two\"");
    }

    @Test
    @DisplayName("is refused for any other field")
    void unknown() {
        assertThatThrownBy(() -> FieldReferences.resolve(POD, "spec.containers", ADDRESSES))
                .hasMessage("unsupported fieldPath: spec.containers");
    }
}
