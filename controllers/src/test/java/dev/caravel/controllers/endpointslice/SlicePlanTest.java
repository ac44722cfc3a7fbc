package dev.caravel.controllers.endpointslice;

import static dev.caravel.controllers.pods.PodFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("EndpointSlices")
class SlicePlanTest {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private final Service service = new ServiceBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withName("web")
            .withUid("svc")
            .addToLabels("app", "web")
            .endMetadata()
            .withNewSpec()
            .withClusterIP("10.96.0.10")
            .addToSelector("app", "web")
            .addNewPort()
            .withName("http")
            .withPort(80)
            .withProtocol("TCP")
            .withTargetPort(new IntOrString("www"))
            .endPort()
            .endSpec()
            .build();

    @Test
    @DisplayName("are one, empty, when there is no endpoint")
    void placeholder() {
        SlicePlan plan = plan(List.of(), List.of(), 100);

        assertThat(plan.create()).singleElement().satisfies(slice -> {
            assertThat(slice.getEndpoints()).isEmpty();
            assertThat(slice.getMetadata().getLabels())
                    .containsEntry("kubernetes.io/service-name", "web")
                    .containsEntry("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
                    .containsEntry("app", "web");
        });
        assertThat(plan(List.of(), named(plan.create()), 100)).isEqualTo(nothing());
    }

    @Test
    @DisplayName("hold no more than the limit each")
    void limit() {
        SlicePlan plan = plan(pods(0, 5), List.of(), 2);

        assertThat(plan.create())
                .extracting(slice -> slice.getEndpoints().size())
                .containsExactly(2, 2, 1);
    }

    @Test
    @DisplayName("are left alone when nothing has changed")
    void unchanged() {
        List<EndpointSlice> slices = named(plan(pods(0, 3), List.of(), 2).create());

        assertThat(plan(pods(0, 3), slices, 2)).isEqualTo(nothing());
    }

    @Test
    @DisplayName("take new endpoints where there is room")
    void fill() {
        List<EndpointSlice> slices = named(plan(pods(0, 3), List.of(), 2).create());

        SlicePlan plan = plan(pods(0, 4), slices, 2);

        assertThat(plan.create()).isEmpty();
        assertThat(plan.update()).singleElement().satisfies(slice -> assertThat(slice.getEndpoints())
                .hasSize(2));
    }

    @Test
    @DisplayName("go when their endpoints are gone, but for the last")
    void shrink() {
        List<EndpointSlice> slices = named(plan(pods(0, 3), List.of(), 2).create());

        SlicePlan plan = plan(pods(0, 2), slices, 2);
        SlicePlan none = plan(List.of(), slices, 2);

        assertThat(plan.delete()).containsExactly(slices.get(1));
        assertThat(plan.update()).isEmpty();
        assertThat(none.update().size() + none.create().size()).isEqualTo(1);
        assertThat(none.delete()).hasSize(1);
    }

    @Test
    @DisplayName("tell ready, serving and terminating apart")
    void conditions() {
        Pod leaving = pod("leaving")
                .ip("10.0.0.1")
                .containerPort("www", 8080)
                .ready(SINCE)
                .terminating()
                .build();

        Endpoint endpoint = groups(List.of(leaving)).values().iterator().next().getFirst();

        assertThat(endpoint.getConditions().getReady()).isFalse();
        assertThat(endpoint.getConditions().getServing()).isTrue();
        assertThat(endpoint.getConditions().getTerminating()).isTrue();
    }

    @Test
    @DisplayName("are apart for pods whose named port differs")
    void namedPorts() {
        Map<List<EndpointPort>, List<Endpoint>> groups = groups(List.of(
                pod("a").ip("10.0.0.1").containerPort("www", 8080).build(),
                pod("b").ip("10.0.0.2").containerPort("www", 9090).build(),
                pod("c").ip("10.0.0.3").containerPort("other", 1).build()));

        assertThat(groups.keySet())
                .extracting(ports -> ports.getFirst().getPort())
                .containsExactlyInAnyOrder(8080, 9090);
    }

    private static SlicePlan nothing() {
        return new SlicePlan(List.of(), List.of(), List.of());
    }

    private SlicePlan plan(List<Pod> pods, List<EndpointSlice> present, int max) {
        return SlicePlan.of(service, "IPv4", groups(pods), present, max);
    }

    private Map<List<EndpointPort>, List<Endpoint>> groups(List<Pod> pods) {
        return EndpointGroups.of(service, "IPv4", pods, _ -> Optional.empty());
    }

    private static List<Pod> pods(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> pod("p" + i)
                        .ip("10.0.0." + i)
                        .containerPort("www", 8080)
                        .ready(SINCE)
                        .build())
                .toList();
    }

    private static List<EndpointSlice> named(List<EndpointSlice> created) {
        return IntStream.range(0, created.size())
                .mapToObj(i -> new EndpointSliceBuilder(created.get(i))
                        .editMetadata()
                        .withName("web-" + i)
                        .withUid("slice-" + i)
                        .endMetadata()
                        .build())
                .toList();
    }
}
