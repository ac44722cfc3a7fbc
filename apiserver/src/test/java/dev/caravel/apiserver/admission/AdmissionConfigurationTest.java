package dev.caravel.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of --admission-control-config-file")
class AdmissionConfigurationTest {
    @TempDir
    Path directory;

    @Test
    @DisplayName("configures plugins in itself, or in files beside it")
    void configures() throws IOException {
        Files.writeString(directory.resolve("events.yaml"), "limits: [{type: Server, qps: 1, burst: 2}]");
        Path file = directory.resolve("admission.yaml");
        Files.writeString(file, """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AdmissionConfiguration
                plugins:
                - name: PodSecurity
                  configuration: {defaults: {enforce: baseline}}
                - name: EventRateLimit
                  path: events.yaml
                """);

        AdmissionConfiguration configuration = AdmissionConfiguration.read(Optional.of(file));

        assertThat(configuration.of("PodSecurity").at("/defaults/enforce").asText())
                .isEqualTo("baseline");
        assertThat(configuration.of("EventRateLimit").at("/limits/0/burst").asInt())
                .isEqualTo(2);
        assertThat(configuration.of("ResourceQuota").isMissingNode()).isTrue();
    }

    @Test
    @DisplayName("is refused when it is of another kind, and when it is not there")
    void refused() throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), "apiVersion: v1\nkind: Pod");

        assertThatThrownBy(() -> AdmissionConfiguration.read(Optional.of(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no kind \"Pod\" is registered for version \"v1\"");
        assertThatThrownBy(() -> AdmissionConfiguration.read(Optional.of(directory.resolve("none.yaml"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unable to read admission control configuration");
    }
}
