package dev.caravel.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.caravel.machinery.leaderelection.ElectionSettings;
import dev.caravel.machinery.role.DurationConverter;
import dev.caravel.scheduler.queue.QueueSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jboss.logging.Logger;

/** Reads KubeSchedulerConfiguration, kubescheduler.config.k8s.io/v1. */
public final class ConfigurationReader {
    private static final String VERSION = "kubescheduler.config.k8s.io/v1";
    private static final String KIND = "KubeSchedulerConfiguration";
    private static final Set<String> KNOWN_FIELDS = Set.of(
            "apiVersion",
            "kind",
            "parallelism",
            "leaderElection",
            "clientConnection",
            "enableProfiling",
            "enableContentionProfiling",
            "percentageOfNodesToScore",
            "podInitialBackoffSeconds",
            "podMaxBackoffSeconds",
            "profiles",
            "extenders",
            "delayCacheUntilActive");

    private static final List<String> WITHOUT_EFFECT =
            List.of("parallelism", "enableProfiling", "enableContentionProfiling", "delayCacheUntilActive");

    private static final Logger log = Logger.getLogger(ConfigurationReader.class);

    private ConfigurationReader() {}

    /**
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when it is not a valid configuration
     */
    public static SchedulerConfiguration read(Path file) throws IOException {
        JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        if (!VERSION.equals(root.path("apiVersion").asText())
                || !KIND.equals(root.path("kind").asText())) {
            throw new IllegalArgumentException("couldn't decode " + file + " as " + KIND + " of " + VERSION);
        }
        root.fieldNames().forEachRemaining(field -> {
            if (!KNOWN_FIELDS.contains(field)) {
                throw new IllegalArgumentException("strict decoding error: unknown field \"" + field + "\"");
            }
        });
        for (String field : WITHOUT_EFFECT) {
            if (root.has(field)) {
                log.warnf("%s has no effect yet", field);
            }
        }
        if (!root.path("extenders").isEmpty()) {
            throw new IllegalArgumentException("extenders are not supported");
        }
        return new SchedulerConfiguration(
                true,
                Optional.of(root.path("clientConnection").path("kubeconfig").asText())
                        .filter(path -> !path.isEmpty())
                        .map(Path::of),
                percentage(root).orElse(0),
                queue(root),
                leaderElection(root.path("leaderElection")),
                profiles(root.path("profiles")));
    }

    private static OptionalInt percentage(JsonNode node) {
        JsonNode percentage = node.path("percentageOfNodesToScore");
        if (!percentage.isNumber()) {
            return OptionalInt.empty();
        }
        if (percentage.asInt() < 0 || percentage.asInt() > 100) {
            throw new IllegalArgumentException(
                    "percentageOfNodesToScore: Invalid value: " + percentage.asInt() + ": not in valid range [0-100]");
        }
        return OptionalInt.of(percentage.asInt());
    }

    private static QueueSettings queue(JsonNode root) {
        QueueSettings defaults = QueueSettings.DEFAULT;
        Duration initial = seconds(root.path("podInitialBackoffSeconds"), defaults.initialBackoff());
        Duration maximum = seconds(root.path("podMaxBackoffSeconds"), defaults.maximumBackoff());
        if (!initial.isPositive()) {
            throw new IllegalArgumentException(
                    "podInitialBackoffSeconds: Invalid value: " + initial.toSeconds() + ": must be greater than 0");
        }
        if (maximum.compareTo(initial) < 0) {
            throw new IllegalArgumentException("podMaxBackoffSeconds: Invalid value: " + maximum.toSeconds()
                    + ": must be greater than or equal to PodInitialBackoffSeconds");
        }
        return new QueueSettings(initial, maximum, defaults.longestUnschedulable());
    }

    private static Duration seconds(JsonNode node, Duration otherwise) {
        return node.isNumber() ? Duration.ofSeconds(node.asLong()) : otherwise;
    }

    private static LeaderElection leaderElection(JsonNode node) {
        ElectionSettings defaults = LeaderElection.DEFAULT.settings();
        return new LeaderElection(
                node.path("leaderElect").asBoolean(LeaderElection.DEFAULT.enabled()),
                new ElectionSettings(
                        node.path("resourceNamespace").asText(defaults.namespace()),
                        node.path("resourceName").asText(defaults.name()),
                        duration(node.path("leaseDuration"), defaults.leaseDuration()),
                        duration(node.path("renewDeadline"), defaults.renewDeadline()),
                        duration(node.path("retryPeriod"), defaults.retryPeriod())));
    }

    private static Duration duration(JsonNode node, Duration otherwise) {
        return node.isTextual() ? new DurationConverter().convert(node.asText()) : otherwise;
    }

    private static List<ProfileConfiguration> profiles(JsonNode profiles) {
        if (profiles.isEmpty()) {
            return SchedulerConfiguration.standard().profiles();
        }
        List<ProfileConfiguration> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode profile : profiles) {
            String name = profile.path("schedulerName").asText(profiles.size() == 1 ? "default-scheduler" : "");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("profiles[" + read.size() + "].schedulerName: Required value");
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "profiles[" + read.size() + "].schedulerName: Duplicate value: \"" + name + "\"");
            }
            read.add(profile(name, profile));
        }
        return read;
    }

    private static ProfileConfiguration profile(String name, JsonNode profile) {
        Map<ExtensionPoint, PluginChoice> points = new EnumMap<>(ExtensionPoint.class);
        for (ExtensionPoint point : ExtensionPoint.values()) {
            points.put(point, choice(profile.path("plugins").path(point.key())));
        }
        Map<String, JsonNode> arguments = new HashMap<>();
        for (JsonNode entry : profile.path("pluginConfig")) {
            arguments.put(entry.path("name").asText(), entry.path("args"));
        }
        return new ProfileConfiguration(
                name, percentage(profile), choice(profile.path("plugins").path("multiPoint")), points, arguments);
    }

    private static PluginChoice choice(JsonNode node) {
        List<PluginReference> enabled = new ArrayList<>();
        for (JsonNode plugin : node.path("enabled")) {
            JsonNode weight = plugin.path("weight");
            enabled.add(new PluginReference(
                    plugin.path("name").asText(),
                    weight.isNumber() && weight.asInt() != 0 ? OptionalInt.of(weight.asInt()) : OptionalInt.empty()));
        }
        Set<String> disabled = new HashSet<>();
        node.path("disabled").forEach(plugin -> disabled.add(plugin.path("name").asText()));
        return new PluginChoice(enabled, disabled);
    }
}
