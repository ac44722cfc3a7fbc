package dev.caravel.controllers.endpoints;

import static dev.caravel.controllers.pods.PodFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The subsets of Endpoints")
class SubsetsTest {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private final List<Pod> pods = List.of(
            pod("ready").ip("10.0.0.2").ready(SINCE).build(),
            pod("starting").ip("10.0.0.1").build(),
            pod("leaving").ip("10.0.0.3").ready(SINCE).terminating().build(),
            pod("ended").ip("10.0.0.4").phase("Succeeded").build(),
            pod("nowhere").build());

    @Test
    @DisplayName(
            "separate ready addresses from others, and leave out pods that are leaving, have ended or have no address")
    void separates() {
        List<EndpointSubset> subsets = Subsets.of(service(false), pods);

        assertThat(subsets).singleElement().satisfies(subset -> {
            assertThat(subset.getAddresses()).extracting(EndpointAddress::getIp).containsExactly("10.0.0.2");
            assertThat(subset.getNotReadyAddresses())
                    .extracting(EndpointAddress::getIp)
                    .containsExactly("10.0.0.1");
            assertThat(subset.getPorts()).singleElement().matches(port -> port.getPort() == 80);
        });
    }

    @Test
    @DisplayName("take all for ready when the service publishes what is not")
    void publishes() {
        List<EndpointSubset> subsets = Subsets.of(service(true), pods);

        assertThat(subsets.getFirst().getAddresses())
                .extracting(EndpointAddress::getIp)
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
    }

    @Test
    @DisplayName("end at a thousand addresses")
    void truncated() {
        List<Pod> many = IntStream.range(0, 1200)
                .mapToObj(i -> pod("p" + i)
                        .ip("10.0." + i / 250 + "." + i % 250)
                        .ready(SINCE)
                        .build())
                .toList();

        assertThat(Subsets.size(Subsets.truncated(Subsets.of(service(false), many))))
                .isEqualTo(1000);
    }

    private static Service service(boolean publishNotReady) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withPublishNotReadyAddresses(publishNotReady)
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }
}
