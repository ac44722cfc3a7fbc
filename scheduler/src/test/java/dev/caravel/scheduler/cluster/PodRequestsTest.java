package dev.caravel.scheduler.cluster;

import static dev.caravel.scheduler.Fixtures.quantities;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PodRequestsTest {
    private final ResourceNames names = new ResourceNames();

    private static Container container(String name, String restartPolicy, String... requests) {
        return new ContainerBuilder()
                .withName(name)
                .withRestartPolicy(restartPolicy)
                .withNewResources()
                .withRequests(quantities(requests))
                .endResources()
                .build();
    }

    private long cpu(PodBuilder pod) {
        return PodRequests.of(pod.build(), names).effective().get(ResourceNames.CPU);
    }

    @Test
    @DisplayName("Containers run together: their requests add up")
    void containersAddUp() {
        var pod = Fixtures.pod("a", "cpu", "500m", "memory", "1Gi")
                .editSpec()
                .addToContainers(container("second", null, "cpu", "250m", "example.com/gpu", "2"))
                .endSpec();

        Resources requests = PodRequests.of(pod.build(), names).effective();

        assertThat(requests.get(ResourceNames.CPU)).isEqualTo(750);
        assertThat(requests.get(ResourceNames.MEMORY)).isEqualTo(1L << 30);
        assertThat(requests.get(names.place("example.com/gpu"))).isEqualTo(2);
    }

    @Test
    @DisplayName("Init containers run one by one: the largest counts, if larger than all containers")
    void largestInitContainerCounts() {
        var pod = Fixtures.pod("a", "cpu", "500m")
                .editSpec()
                .addToInitContainers(container("i1", null, "cpu", "2"), container("i2", null, "cpu", "1"))
                .endSpec();

        assertThat(cpu(pod)).isEqualTo(2000);
    }

    @Test
    @DisplayName("A sidecar counts with the containers and with the init containers that start after it")
    void sidecarsCountAllAlong() {
        var pod = Fixtures.pod("a", "cpu", "500m")
                .editSpec()
                .addToInitContainers(
                        container("before", null, "cpu", "2"),
                        container("sidecar", "Always", "cpu", "300m"),
                        container("after", null, "cpu", "1900m"))
                .endSpec();

        assertThat(cpu(pod)).isEqualTo(2200);
    }

    @Test
    @DisplayName("Requests of the pod as a whole replace those of its containers; overhead comes on top")
    void podLevelRequestsAndOverhead() {
        var pod = Fixtures.pod("a", "cpu", "500m")
                .editSpec()
                .withNewResources()
                .withRequests(quantities("cpu", "3"))
                .endResources()
                .withOverhead(quantities("cpu", "100m"))
                .endSpec();

        assertThat(cpu(pod)).isEqualTo(3100);
    }

    @Test
    @DisplayName("While a pod is being resized, the larger of what it has and what it asks for counts")
    void resizeCountsTheLarger() {
        var pod = Fixtures.pod("a", "cpu", "500m")
                .withNewStatus()
                .addNewContainerStatus()
                .withName("main")
                .withAllocatedResources(quantities("cpu", "800m"))
                .withNewResources()
                .withRequests(quantities("cpu", "700m"))
                .endResources()
                .endContainerStatus()
                .endStatus();

        assertThat(cpu(pod)).isEqualTo(800);
    }

    @Test
    @DisplayName("In scoring, a container without requests is taken to use 100m and 200Mi")
    void nominalRequestsForScoring() {
        Resources requests = PodRequests.of(Fixtures.pod("a").build(), names).forScoring();

        assertThat(requests.get(ResourceNames.CPU)).isEqualTo(100);
        assertThat(requests.get(ResourceNames.MEMORY)).isEqualTo(200L << 20);
    }
}
