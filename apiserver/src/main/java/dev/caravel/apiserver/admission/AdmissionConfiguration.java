package dev.caravel.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file of {@code --admission-control-config-file}: what plugins are configured by, either in the file itself or in one
 * that it names.
 */
public record AdmissionConfiguration(Map<String, JsonNode> byPlugin) {
    private static final Set<String> VERSIONS =
            Set.of("apiserver.config.k8s.io/v1", "apiserver.k8s.io/v1alpha1", "apiserver.k8s.io/v1");

    public AdmissionConfiguration {
        byPlugin = Map.copyOf(byPlugin);
    }

    /** @throws IllegalArgumentException when the file, or one that it names, cannot be read or is of another kind */
    public static AdmissionConfiguration read(Optional<Path> file) {
        return file.map(AdmissionConfiguration::read).orElseGet(() -> new AdmissionConfiguration(Map.of()));
    }

    private static AdmissionConfiguration read(Path file) {
        JsonNode configuration = parse(file);
        String kind = configuration.path("kind").asText();
        String version = configuration.path("apiVersion").asText();
        if (!kind.equals("AdmissionConfiguration") || !VERSIONS.contains(version)) {
            throw new IllegalArgumentException(
                    "unable to read admission control configuration from \"%s\": no kind \"%s\" is registered for version \"%s\""
                            .formatted(file, kind, version));
        }
        Map<String, JsonNode> byPlugin = new HashMap<>();
        for (JsonNode plugin : configuration.path("plugins")) {
            String path = plugin.path("path").asText();
            JsonNode own = plugin.path("configuration");
            if (own.isObject()) {
                byPlugin.put(plugin.path("name").asText(), own);
            } else if (!path.isEmpty()) {
                byPlugin.put(plugin.path("name").asText(), parse(file.resolveSibling(path)));
            }
        }
        return new AdmissionConfiguration(byPlugin);
    }

    private static JsonNode parse(Path file) {
        try {
            return new YAMLMapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "unable to read admission control configuration from \"%s\" [%s]".formatted(file, e.getMessage()),
                    e);
        }
    }

    /** What a plugin is configured by; a missing node when there is nothing. */
    public JsonNode of(String plugin) {
        return byPlugin.getOrDefault(plugin, MissingNode.getInstance());
    }
}
