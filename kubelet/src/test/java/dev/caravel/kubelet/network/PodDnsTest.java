package dev.caravel.kubelet.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.kubelet.cri.v1.DNSConfig;
import dev.caravel.kubelet.pods.Pods;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The resolv.conf of a pod")
class PodDnsTest {
    private static final String CLUSTER = "default.svc.cluster.local svc.cluster.local cluster.local";
    private static final ResolvConf HOST = ResolvConf.parse("""
            # a comment
            nameserver 192.0.2.53
            search old.example
            search corp.example. .
            options timeout:1
            """);

    @ParameterizedTest(name = "{0}")
    @DisplayName("follows dnsPolicy and dnsConfig")
    @CsvSource(
            delimiter = '|',
            value = {
                "dnsPolicy: ClusterFirst | 10.96.0.10 | CLUSTER corp.example | ndots:5",
                "dnsPolicy: Default | 192.0.2.53 | corp.example | timeout:1",
                "{dnsPolicy: ClusterFirst, hostNetwork: true} | 192.0.2.53 | corp.example | timeout:1",
                "{dnsPolicy: ClusterFirstWithHostNet, hostNetwork: true} | 10.96.0.10 | CLUSTER corp.example | ndots:5",
                "{dnsPolicy: None, dnsConfig: {nameservers: [1.1.1.1], searches: [x.y], options: [{name: ndots, value: '2'}, {name: edns0}]}}"
                        + " | 1.1.1.1 | x.y | ndots:2 edns0",
                "{dnsPolicy: ClusterFirst, dnsConfig: {options: [{name: ndots, value: '1'}]}}"
                        + " | 10.96.0.10 | CLUSTER corp.example | ndots:1",
            })
    void policies(String spec, String servers, String searches, String options) {
        String body = spec.startsWith("{") ? spec : "{" + spec + "}";
        DNSConfig config = new PodDns(List.of("10.96.0.10"), "cluster.local", Path.of("/none"))
                .decide(
                        Pods.yaml("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default}, spec: " + body
                                + "}"),
                        HOST);

        assertThat(String.join(" ", config.getServersList())).isEqualTo(servers);
        assertThat(String.join(" ", config.getSearchesList())).isEqualTo(searches.replace("CLUSTER", CLUSTER));
        assertThat(String.join(" ", config.getOptionsList())).isEqualTo(options);
    }
}
