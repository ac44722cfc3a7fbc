package dev.caravel.kubelet.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.kubelet.cri.v1.RuntimeCondition;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A container runtime behind its socket")
class ContainerRuntimeIT {
    @TempDir
    Path directory;

    private Containerd containerd;
    private CriChannel channel;
    private ContainerRuntime runtime;

    @BeforeEach
    void start() throws Exception {
        containerd = new Containerd(directory);
        containerd.start();
        channel = CriChannel.open(containerd.endpoint());
        runtime = new ContainerRuntime(channel);
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        containerd.close();
    }

    @Test
    @DisplayName("tells its name and, without a network configured, that the network is not ready")
    void status() {
        assertThat(runtime.version().getRuntimeName()).isEqualTo("containerd");
        assertThat(runtime.status().getStatus().getConditionsList())
                .filteredOn(condition -> condition.getType().equals("NetworkReady"))
                .extracting(RuntimeCondition::getStatus)
                .containsExactly(false);
    }

    @Test
    @DisplayName("has nothing of a pod it never saw, and says so of a container")
    void nothing() {
        assertThat(runtime.readPod("unknown").isEmpty()).isTrue();
        assertThat(runtime.listSandboxes(Map.of())).isEmpty();
        assertThat(new ImageStore(channel).find("registry.invalid/none:1")).isEmpty();
        assertThatThrownBy(() -> runtime.containerStatus("unknown"))
                .isInstanceOfSatisfying(
                        CriException.class, e -> assertThat(e.isNotFound()).isTrue());
    }

    @Test
    @DisplayName("is found again after it was restarted")
    void restart() throws Exception {
        containerd.close();
        assertThatThrownBy(() -> runtime.version()).isInstanceOf(CriException.class);

        containerd.start();
        runtime.reconnect();

        assertThat(runtime.listContainers(Map.of())).isEmpty();
    }
}
