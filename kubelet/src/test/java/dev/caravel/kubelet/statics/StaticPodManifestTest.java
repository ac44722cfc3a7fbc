package dev.caravel.kubelet.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The manifest of a static pod")
class StaticPodManifestTest {
    private static final String TEXT =
            "{apiVersion: v1, kind: Pod, metadata: {name: etcd}, spec: {containers: [{name: a, image: 'x:1'}]}}";
    private final StaticPodManifest manifest = new StaticPodManifest("node1");

    @Test
    @DisplayName("becomes a pod of the node, with defaults")
    void pod() {
        Pod pod = manifest.parse(TEXT, "/m/etcd.yaml");

        assertThat(pod.getMetadata().getName()).isEqualTo("etcd-node1");
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("default");
        assertThat(pod.getMetadata().getAnnotations())
                .containsEntry("kubernetes.io/config.source", "file")
                .containsEntry("kubernetes.io/config.hash", pod.getMetadata().getUid());
        assertThat(pod.getSpec().getNodeName()).isEqualTo("node1");
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Always");
        assertThat(pod.getSpec().getContainers().getFirst().getImagePullPolicy())
                .isEqualTo("IfNotPresent");
    }

    @Test
    @DisplayName("has another uid when it says something else")
    void uid() {
        String same = manifest.parse(TEXT, "/m/a").getMetadata().getUid();

        assertThat(manifest.parse(TEXT, "/m/a").getMetadata().getUid()).isEqualTo(same);
        assertThat(manifest.parse(TEXT.replace("x:1", "x:2"), "/m/a")
                        .getMetadata()
                        .getUid())
                .isNotEqualTo(same);
    }

    @Test
    @DisplayName("is refused when it is no pod")
    void refused() {
        assertThatThrownBy(() -> manifest.parse("{apiVersion: v1, kind: Pod}", "/m/a"))
                .hasMessage("couldn't parse as pod");
    }
}
