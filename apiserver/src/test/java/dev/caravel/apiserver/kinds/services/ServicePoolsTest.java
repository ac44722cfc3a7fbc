package dev.caravel.apiserver.kinds.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.status.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What Services hold")
class ServicePoolsTest {
    private final ServicePools pools = new ServicePools(
            List.of(AddressRange.parse("10.96.0.0/24")), PortRange.parse("30000-32767"), new Random(1));
    private final Observer observer = pools.observer(() -> {});

    private static ObjectNode stored(String uid, String address, int port) {
        return Json.object(
                "{metadata: {uid: '%s'}, spec: {type: 'NodePort', clusterIP: '%s', clusterIPs: ['%s'], ipFamilies: ['IPv4'], ports: [{port: 80, nodePort: %d}]}}"
                        .formatted(uid, address, address, port));
    }

    private void allocate(ObjectNode service) {
        pools.allocate(new ServiceView(service), Optional.empty(), false).commit();
    }

    @Test
    @DisplayName("is learned from the stored ones at start")
    void learns() {
        AtomicBoolean synced = new AtomicBoolean();
        Observer atStart = pools.observer(() -> synced.set(true));
        atStart.set(stored("a", "10.96.0.1", 30001));
        atStart.synced();

        assertThat(synced).isTrue();
        assertThatThrownBy(() -> allocate(stored("b", "10.96.0.1", 30002))).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> allocate(stored("b", "10.96.0.2", 30001))).isInstanceOf(ApiException.class);
        allocate(stored("b", "10.96.0.2", 30002));
    }

    @Test
    @DisplayName("follows what other API servers change and delete")
    void follows() {
        observer.set(stored("a", "10.96.0.1", 30001));
        observer.set(stored("a", "10.96.0.1", 30005));
        allocate(stored("b", "10.96.0.2", 30001));
        observer.deleted(stored("a", "10.96.0.1", 30005));

        allocate(stored("c", "10.96.0.1", 30005));
    }

    @Test
    @DisplayName("is not confused by events that come after the deletion")
    void ignoresLateEvents() {
        ObjectNode service = stored("a", "10.96.0.1", 30001);
        allocate(service);
        pools.release(new ServiceView(service));
        observer.set(service);

        allocate(stored("b", "10.96.0.1", 30001));
        observer.deleted(service);

        assertThatThrownBy(() -> allocate(stored("c", "10.96.0.1", 30002))).isInstanceOf(ApiException.class);
    }

    @Test
    @DisplayName("includes what a write under way has taken, whatever older events say")
    void pinsWritesUnderWay() {
        ObjectNode before = stored("a", "10.96.0.1", 30001);
        observer.set(before);
        ObjectNode after = stored("a", "10.96.0.1", 30009);
        var underWay = pools.allocate(new ServiceView(after), Optional.of(new ServiceView(before)), false);

        observer.set(before);

        assertThatThrownBy(() -> allocate(stored("b", "10.96.0.2", 30009))).isInstanceOf(ApiException.class);
        underWay.commit();
        allocate(stored("c", "10.96.0.3", 30001));
    }
}
