package dev.caravel.kubelet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The kubelet's configuration")
class ConfigurationTest {
    private static final String HEAD = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

    @TempDir
    Path directory;

    @Test
    @DisplayName("has upstream's defaults")
    void defaults() {
        Configuration configuration = Configuration.of(ConfigurationDocument.of(Map.of()));

        assertThat(configuration.port()).isEqualTo(10250);
        assertThat(configuration.healthzPort()).isEqualTo(10248);
        assertThat(configuration.healthzAddress()).isEqualTo("127.0.0.1");
        assertThat(configuration.anonymous()).isFalse();
        assertThat(configuration.webhookAuthorization()).isTrue();
        assertThat(configuration.maxPods()).isEqualTo(110);
        assertThat(configuration.containerLogMaxBytes()).isEqualTo(10 * 1024 * 1024);
        assertThat(configuration.nodeStatusUpdateFrequency()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("is read from a file, and flags win over it")
    void flagsWin() throws IOException {
        Path file = Files.writeString(directory.resolve("kubelet.yaml"), HEAD + """
                        port: 1
                        maxPods: 5
                        clusterDNS: [10.96.0.10]
                        authentication: {anonymous: {enabled: true}}
                        systemReserved: {cpu: 100m}
                        kubeReserved: {cpu: 50m}
                        registerWithTaints: [{key: k, value: v, effect: NoSchedule}]
                        """);

        Configuration configuration = Configuration.of(
                ConfigurationDocument.read(file, Map.of("port", 2, "authentication.x509.clientCAFile", "/ca")));

        assertThat(configuration.port()).isEqualTo(2);
        assertThat(configuration.maxPods()).isEqualTo(5);
        assertThat(configuration.clusterDns()).containsExactly("10.96.0.10");
        assertThat(configuration.anonymous()).isTrue();
        assertThat(configuration.clientCaFile()).contains(Path.of("/ca"));
        assertThat(configuration.reserved().get("cpu")).hasToString("150m");
        assertThat(configuration.taints()).singleElement().satisfies(taint -> assertThat(taint.getEffect())
                .isEqualTo("NoSchedule"));
    }

    @Test
    @DisplayName("takes taints from the flag's form")
    void taintFlag() {
        Configuration configuration = Configuration.of(
                ConfigurationDocument.of(Map.of("registerWithTaints", List.of("a=b:NoExecute", "c:NoSchedule"))));

        assertThat(configuration.taints())
                .extracting(taint -> taint.getKey() + "|" + taint.getValue() + "|" + taint.getEffect())
                .containsExactly("a|b|NoExecute", "c|null|NoSchedule");
    }

    @Test
    @DisplayName("is refused when of another kind, or with what cannot be done")
    void refused() {
        assertThatThrownBy(() -> ConfigurationDocument.parse("apiVersion: v1\nkind: Pod\n"))
                .hasMessageContaining("no kind \"Pod\" is registered");
        assertThatThrownBy(() -> Configuration.of(ConfigurationDocument.of(Map.of("cgroupDriver", "systemd"))))
                .hasMessageContaining("cgroupDriver systemd is not supported");
        assertThatThrownBy(() -> Configuration.of(ConfigurationDocument.of(Map.of("maxPods", "many"))))
                .hasMessage("invalid value for maxPods: many");
    }
}
