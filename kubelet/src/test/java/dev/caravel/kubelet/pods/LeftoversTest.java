package dev.caravel.kubelet.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a running pod no longer needs")
class LeftoversTest {
    @Test
    @DisplayName("is every try of a container but the newest two")
    void containers() {
        RuntimePod runtime = Pods.runtime("a:1", "b:0", "a:1", "a:1", "a:running");

        assertThat(Leftovers.containers(runtime).stream().map(RuntimeContainer::id))
                .containsExactlyInAnyOrder("a-0", "a-1");
    }

    @Test
    @DisplayName("is no sandbox that containers still belong to")
    void sandboxes() {
        RuntimePod runtime = new RuntimePod(List.of(Pods.sandbox(true), Pods.sandbox(false)), Pods.containers("a:1"));

        assertThat(Leftovers.sandboxes(runtime)).isEmpty();
    }
}
