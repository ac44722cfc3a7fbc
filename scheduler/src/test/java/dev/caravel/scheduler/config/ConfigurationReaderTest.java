package dev.caravel.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.scheduler.NoApi;
import dev.caravel.scheduler.NoSurroundings;
import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.framework.Plugin;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.plugins.PluginRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {
    private static final String HEADER = """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            """;

    @TempDir
    Path directory;

    private SchedulerConfiguration read(String body) throws IOException {
        return ConfigurationReader.read(Files.writeString(directory.resolve("config.yaml"), HEADER + body));
    }

    private static Profile profile(SchedulerConfiguration configuration) {
        return new ProfileFactory(
                        new PluginRegistry(new ClusterCache(), new NoApi(), new NoSurroundings(), new Random(1)))
                .create(configuration.profiles().getFirst());
    }

    private static List<String> names(List<? extends Plugin> plugins) {
        return plugins.stream().map(Plugin::name).toList();
    }

    @Test
    @DisplayName("An empty file means what no file means: upstream's defaults")
    void defaults() throws IOException {
        SchedulerConfiguration read = read("");

        assertThat(read.profiles()).isEqualTo(SchedulerConfiguration.standard().profiles());
        assertThat(read.queue()).isEqualTo(SchedulerConfiguration.standard().queue());
        assertThat(read.leaderElection()).isEqualTo(LeaderElection.DEFAULT);
        Profile profile = profile(read);
        assertThat(names(profile.plugins().score()))
                .containsExactly(
                        "TaintToleration",
                        "NodeAffinity",
                        "NodeResourcesFit",
                        "PodTopologySpread",
                        "InterPodAffinity",
                        "NodeResourcesBalancedAllocation",
                        "ImageLocality");
        assertThat(profile.plugins().weights())
                .containsEntry("TaintToleration", 3)
                .containsEntry("NodeAffinity", 2);
    }

    @Test
    @DisplayName("What the file says is taken")
    void settings() throws IOException {
        SchedulerConfiguration read = read("""
                percentageOfNodesToScore: 30
                podInitialBackoffSeconds: 2
                podMaxBackoffSeconds: 20
                clientConnection: {kubeconfig: /etc/k}
                leaderElection: {leaderElect: false, leaseDuration: 20s, resourceName: other}
                profiles:
                - schedulerName: mine
                  percentageOfNodesToScore: 10
                """);

        assertThat(read.percentageOfNodesToScore()).isEqualTo(30);
        assertThat(read.queue().initialBackoff()).isEqualTo(Duration.ofSeconds(2));
        assertThat(read.queue().maximumBackoff()).isEqualTo(Duration.ofSeconds(20));
        assertThat(read.kubeconfig()).contains(Path.of("/etc/k"));
        assertThat(read.leaderElection().enabled()).isFalse();
        assertThat(read.leaderElection().settings().leaseDuration()).isEqualTo(Duration.ofSeconds(20));
        assertThat(read.leaderElection().settings().name()).isEqualTo("other");
        assertThat(read.profiles().getFirst().schedulerName()).isEqualTo("mine");
        assertThat(read.profiles().getFirst().percentageOfNodesToScore()).hasValue(10);
    }

    @Test
    @DisplayName("Plugins are disabled and enabled by extension point; those enabled at a point come first there")
    void plugins() throws IOException {
        Profile profile = profile(read("""
                profiles:
                - plugins:
                    multiPoint:
                      disabled: [{name: ImageLocality}]
                    score:
                      enabled: [{name: NodeResourcesFit, weight: 7}]
                      disabled: [{name: TaintToleration}]
                    filter:
                      disabled: [{name: "*"}]
                      enabled: [{name: NodePorts}]
                """));

        assertThat(names(profile.plugins().score()))
                .containsExactly(
                        "NodeResourcesFit",
                        "NodeAffinity",
                        "PodTopologySpread",
                        "InterPodAffinity",
                        "NodeResourcesBalancedAllocation");
        assertThat(profile.plugins().weights()).containsEntry("NodeResourcesFit", 7);
        assertThat(names(profile.plugins().filter())).containsExactly("NodePorts");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("What makes no sense is refused, with what is wrong")
    @CsvSource(
            delimiter = '|',
            value = {
                "nope: 1 | unknown field \"nope\"",
                "percentageOfNodesToScore: 101 | not in valid range [0-100]",
                "podInitialBackoffSeconds: 0 | must be greater than 0",
                "{podInitialBackoffSeconds: 5, podMaxBackoffSeconds: 4} | greater than or equal to",
                "profiles: [{schedulerName: a}, {schedulerName: a}] | Duplicate value: \"a\"",
                "profiles: [{schedulerName: a}, {}] | Required value",
                "extenders: [{urlPrefix: x}] | extenders are not supported",
            })
    void refuses(String body, String message) {
        String yaml =
                body.startsWith("{") ? body.substring(1, body.length() - 1).replace(", ", "\n") : body;
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Plugins that do not exist, or not at that point, are refused")
    @CsvSource(
            delimiter = '|',
            value = {
                "{multiPoint: {enabled: [{name: Nope}]}} | plugin \"Nope\" does not exist",
                "{bind: {enabled: [{name: NodePorts}]}} | does not extend bind plugin",
                "{queueSort: {disabled: [{name: \"*\"}]}} | exactly one queue sort plugin",
            })
    void refusesPlugins(String plugins, String message) throws IOException {
        SchedulerConfiguration read = read("profiles: [{plugins: " + plugins + "}]");

        assertThatThrownBy(() -> profile(read))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
