package dev.caravel.apiserver.kinds.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.kinds.KindBehavior.Allocation;
import dev.caravel.apiserver.status.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Cluster IPs are written down")
class AddressLedgerTest {
    private final Map<String, String> written = new TreeMap<>();
    private final ServicePools pools = new ServicePools(
            List.of(AddressRange.parse("10.96.0.0/29")), PortRange.parse("30000-32767"), new Random(1));

    @BeforeEach
    void writeDown() {
        pools.writeDownIn(new Ledger<>() {
            @Override
            public boolean enter(String value, ServiceView service) {
                return written.putIfAbsent(value, service.key()) == null;
            }

            @Override
            public void strike(String value, ServiceView service) {
                written.remove(value, service.key());
            }
        });
    }

    private static ServiceView service(String name, String address) {
        ObjectNode service = Json.object(
                "{metadata: {uid: '%s', namespace: 'default', name: '%s'}, spec: {type: 'ClusterIP', ipFamilies: ['IPv4'], ports: [{port: 80}]}}"
                        .formatted(name, name));
        if (!address.isEmpty()) {
            service.withObject("/spec")
                    .put("clusterIP", address)
                    .putArray("clusterIPs")
                    .add(address);
        }
        return new ServiceView(service);
    }

    private Allocation allocate(ServiceView service) {
        return pools.allocate(service, Optional.empty(), false);
    }

    @Test
    @DisplayName("before the Service is stored, and struck out when it is not, or goes")
    void lifecycle() {
        Allocation failed = allocate(service("a", "10.96.0.2"));
        assertThat(written).containsExactly(Map.entry("10.96.0.2", "default/a"));
        failed.rollback();
        assertThat(written).isEmpty();

        allocate(service("a", "10.96.0.2")).commit();
        pools.release(service("a", "10.96.0.2"));
        assertThat(written).isEmpty();
    }

    @Test
    @DisplayName("not for a dry run")
    void dryRun() {
        pools.allocate(service("a", "10.96.0.2"), Optional.empty(), true).commit();

        assertThat(written).isEmpty();
    }

    @Test
    @DisplayName("and one that another server has written is not given, nor tried twice")
    void writtenElsewhere() {
        for (int host = 1; host <= 6; host++) {
            if (host != 4) {
                written.put("10.96.0." + host, "default/elsewhere");
            }
        }
        ServiceView free = service("a", "");

        allocate(free).commit();

        assertThat(free.clusterIp()).isEqualTo("10.96.0.4");
        assertThatThrownBy(() -> allocate(service("b", "10.96.0.1")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("failed to allocate IP 10.96.0.1: provided IP is already allocated");
        assertThatThrownBy(() -> allocate(service("c", "")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("range is full");
    }

    @Test
    @DisplayName("from the range of a ServiceCIDR, as long as it is ready")
    void serviceCidr() {
        ObjectNode cidr = Json.object(
                "{metadata: {name: 'more'}, spec: {cidrs: ['10.97.0.0/24']}, status: {conditions: [{type: 'Ready', status: 'True'}]}}");
        var ranges = pools.rangesObserver(() -> {});
        ranges.set(cidr);
        allocate(service("a", "10.97.0.9")).commit();
        cidr.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        ranges.set(cidr);

        assertThatThrownBy(() -> allocate(service("b", "10.97.0.10")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("the provided network does not match the current range");
    }
}
