package dev.caravel.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The hash of a container")
class ContainerHashTest {
    private static final Container CONTAINER =
            new ContainerBuilder().withName("a").withImage("image:1").build();

    @Test
    @DisplayName("is the one that upstream's kubelet leaves on its containers")
    void upstream() {
        assertThat(ContainerHash.of(CONTAINER)).isEqualTo("defd7e10");
    }

    @Test
    @DisplayName("changes with the image, and with nothing that needs no restart")
    void identity() {
        Container resized = new ContainerBuilder(CONTAINER)
                .withNewResources()
                .endResources()
                .build();
        Container other = new ContainerBuilder(CONTAINER).withImage("image:2").build();

        assertThat(ContainerHash.of(resized)).isEqualTo(ContainerHash.of(CONTAINER));
        assertThat(ContainerHash.of(other)).isNotEqualTo(ContainerHash.of(CONTAINER));
    }
}
