package dev.caravel.proxy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.proxy.nftables.Ruleset;
import dev.caravel.proxy.services.Endpoint;
import dev.caravel.proxy.services.IpFamily;
import dev.caravel.proxy.services.ServicePort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rules of a service")
class ServiceRulesTest {
    private static final NodeNetwork NODE =
            new NodeNetwork(IpFamily.IPV4, Optional.of("10.244.0.0/16"), Optional.of(List.of("192.0.2.1")), 14, false);
    private static final Endpoint LOCAL = new Endpoint("10.244.0.5", 8080, true, true, false, true);
    private static final Endpoint REMOTE = new Endpoint("10.244.1.5", 8080, true, true, false, false);

    @Test
    @DisplayName("spread its cluster IP evenly over the ready endpoints and rewrite the destination")
    void balances() {
        Ruleset rules = plan(service().endpoints(LOCAL, REMOTE));

        String chain = target(rules, TableSkeleton.SERVICE_IPS, "10.96.0.7 . tcp . 80");
        assertThat(rules.chains().get(chain).rules())
                .first()
                .isEqualTo("ip daddr 10.96.0.7 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade");
        assertThat(rules.chains().get(chain).rules()).last().asString().startsWith("numgen random mod 2 vmap {");
        assertThat(rules.chains().values().stream().flatMap(it -> it.rules().stream()))
                .contains("meta l4proto tcp dnat to 10.244.0.5:8080", "meta l4proto tcp dnat to 10.244.1.5:8080");
    }

    @Test
    @DisplayName("refuse connections while it has no endpoints")
    void rejects() {
        Ruleset rules = plan(service().nodePort(30080).endpoints());

        assertThat(elements(rules, TableSkeleton.SERVICE_IPS)).isEmpty();
        assertThat(elements(rules, TableSkeleton.NO_ENDPOINT_SERVICES))
                .containsExactly(Map.entry("10.96.0.7 . tcp . 80", "goto reject-traffic"));
        assertThat(elements(rules, TableSkeleton.NO_ENDPOINT_NODE_PORTS))
                .containsExactly(Map.entry("tcp . 30080", "goto reject-traffic"));
    }

    @Test
    @DisplayName("masquerade what comes in by a node port when any endpoint may answer")
    void nodePortCluster() {
        Ruleset rules = plan(service().nodePort(30080).endpoints(REMOTE));

        String chain = target(rules, TableSkeleton.SERVICE_NODE_PORTS, "tcp . 30080");
        assertThat(rules.chains().get(chain).rules()).first().isEqualTo("jump mark-for-masquerade");
    }

    @Test
    @DisplayName("keep the client's address with externalTrafficPolicy Local, and drop when no endpoint is here")
    void nodePortLocal() {
        Ruleset here = plan(service().nodePort(30080).externalLocal().endpoints(LOCAL, REMOTE));
        Ruleset elsewhere = plan(service().nodePort(30080).externalLocal().endpoints(REMOTE));

        String chain = target(here, TableSkeleton.SERVICE_NODE_PORTS, "tcp . 30080");
        assertThat(here.chains().get(chain).rules()).doesNotContain("jump mark-for-masquerade");
        assertThat(here.chains().get(chain).rules()).last().asString().startsWith("goto local-");
        assertThat(elements(elsewhere, TableSkeleton.NO_ENDPOINT_NODE_PORTS))
                .containsExactly(Map.entry("tcp . 30080", "drop"));
        assertThat(elements(elsewhere, TableSkeleton.SERVICE_IPS)).containsKey("10.96.0.7 . tcp . 80");
    }

    @Test
    @DisplayName("use endpoints that terminate but still serve only when none is ready")
    void terminating() {
        Endpoint leaving = new Endpoint("10.244.0.6", 8080, false, true, true, true);

        assertThat(plan(service().endpoints(LOCAL, leaving)).chains().toString())
                .doesNotContain("10.244.0.6:8080");
        assertThat(plan(service().endpoints(leaving)).chains().toString()).contains("10.244.0.6:8080");
    }

    @Test
    @DisplayName("send a client back to its endpoint with session affinity")
    void affinity() {
        Ruleset rules = plan(service().affinity(Duration.ofHours(3)).endpoints(LOCAL, REMOTE));

        assertThat(rules.affinities()).hasSize(2).allSatisfy((_, set) -> assertThat(set.timeout())
                .isEqualTo(Duration.ofHours(3)));
        String chain = target(rules, TableSkeleton.SERVICE_IPS, "10.96.0.7 . tcp . 80");
        assertThat(rules.chains().get(chain).rules())
                .filteredOn(rule -> rule.startsWith("ip saddr @affinity-"))
                .hasSize(2);
    }

    @Test
    @DisplayName("answer at external and load balancer addresses, the latter for allowed sources only")
    void loadBalancer() {
        Ruleset rules = plan(service()
                .externalIps("198.51.100.4")
                .loadBalancer("203.0.113.9", "192.0.2.0/24")
                .endpoints(LOCAL));

        assertThat(elements(rules, TableSkeleton.SERVICE_IPS))
                .containsKeys("198.51.100.4 . tcp . 80", "203.0.113.9 . tcp . 80");
        String firewall = target(rules, TableSkeleton.FIREWALL_IPS, "203.0.113.9 . tcp . 80");
        assertThat(rules.chains().get(firewall).rules()).containsExactly("ip saddr { 192.0.2.0/24 } return", "drop");
    }

    private static Ruleset plan(ServicePortFixture service) {
        return new ServiceRules(NODE).plan(List.of(service.build()));
    }

    private static ServicePortFixture service() {
        return new ServicePortFixture();
    }

    private static Map<String, String> elements(Ruleset rules, String map) {
        return rules.maps().get(map).elements();
    }

    private static String target(Ruleset rules, String map, String key) {
        return elements(rules, map).get(key).substring("goto ".length());
    }

    /** A TCP service at 10.96.0.7:80. */
    private static final class ServicePortFixture {
        private int nodePort;
        private boolean externalLocal;
        private Optional<Duration> affinity = Optional.empty();
        private List<String> externalIps = List.of();
        private List<String> loadBalancerIps = List.of();
        private List<String> sourceRanges = List.of();
        private List<Endpoint> endpoints = List.of();

        ServicePortFixture nodePort(int port) {
            nodePort = port;
            return this;
        }

        ServicePortFixture externalLocal() {
            externalLocal = true;
            return this;
        }

        ServicePortFixture affinity(Duration timeout) {
            affinity = Optional.of(timeout);
            return this;
        }

        ServicePortFixture externalIps(String... ips) {
            externalIps = List.of(ips);
            return this;
        }

        ServicePortFixture loadBalancer(String ip, String sources) {
            loadBalancerIps = List.of(ip);
            sourceRanges = List.of(sources);
            return this;
        }

        ServicePortFixture endpoints(Endpoint... list) {
            endpoints = List.of(list);
            return this;
        }

        ServicePort build() {
            return new ServicePort(
                    "default",
                    "web",
                    "",
                    "tcp",
                    80,
                    "10.96.0.7",
                    nodePort,
                    externalIps,
                    loadBalancerIps,
                    sourceRanges,
                    false,
                    externalLocal,
                    affinity,
                    endpoints);
        }
    }
}
