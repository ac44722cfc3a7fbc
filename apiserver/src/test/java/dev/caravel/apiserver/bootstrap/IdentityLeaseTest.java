package dev.caravel.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lease of a server's identity")
class IdentityLeaseTest {
    private static final GroupResource LEASES = new GroupResource("coordination.k8s.io", "leases");
    private static final String NAME = "apiserver-a";

    private final InMemoryObjects objects = new InMemoryObjects();

    private IdentityLease at(String time) {
        return new IdentityLease(objects, objects, Clock.fixed(Instant.parse(time), ZoneOffset.UTC), NAME, "host");
    }

    private ObjectNode lease(String name) {
        return objects.get(LEASES, "kube-system", name).orElseThrow();
    }

    private void put(String name, String labels, String spec) {
        objects.create(
                LEASES,
                "kube-system",
                Json.object("{metadata: {name: '%s', namespace: 'kube-system', labels: %s}, spec: %s}"
                        .formatted(name, labels, spec)));
    }

    @Test
    @DisplayName("is made, says whose it is, and is renewed")
    void renews() {
        at("2026-05-06T07:08:09.123456Z").renew();
        String holder = lease(NAME).at("/spec/holderIdentity").asText();
        at("2026-05-06T07:08:19Z").renew();

        assertThat(lease(NAME).at("/metadata/labels"))
                .isEqualTo(Json.object(
                        "{'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': 'host'}"));
        assertThat(holder).startsWith(NAME + "_");
        assertThat(Json.reread(lease(NAME).path("spec")))
                .isEqualTo(Json.object(
                        "{holderIdentity: '%s', leaseDurationSeconds: 3600, renewTime: '2026-05-06T07:08:19.000000Z'}"
                                .formatted(holder)));
    }

    @Test
    @DisplayName("goes when its server has not renewed it for as long as it lasts; others stay")
    void collects() {
        String ours = "{'apiserver.kubernetes.io/identity': 'kube-apiserver'}";
        put("fresh", ours, "{renewTime: '2026-05-06T06:30:00.000000Z', leaseDurationSeconds: 3600}");
        put("stale", ours, "{renewTime: '2026-05-06T05:59:00.000000Z', leaseDurationSeconds: 3600}");
        put("empty", ours, "{}");
        put("other", "{}", "{renewTime: '2020-05-06T05:59:00.000000Z', leaseDurationSeconds: 15}");

        at("2026-05-06T07:00:00Z").removeExpired();

        assertThat(objects.list(LEASES, "kube-system"))
                .extracting(lease -> lease.at("/metadata/name").asText())
                .containsExactly("fresh", "other");
    }
}
