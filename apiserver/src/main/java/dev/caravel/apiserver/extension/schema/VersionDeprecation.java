package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.VersionPriority;
import java.util.Optional;
import java.util.stream.Stream;

/** What users of a deprecated version are told: the definition's own words, or those that lead to the best newer version. */
final class VersionDeprecation {
    private VersionDeprecation() {}

    static Optional<String> of(JsonNode spec, JsonNode version) {
        if (!version.path("deprecated").asBoolean()) {
            return Optional.empty();
        }
        if (version.path("deprecationWarning").isTextual()) {
            return Optional.of(version.path("deprecationWarning").asText());
        }
        String group = spec.path("group").asText();
        String kind = spec.path("names").path("kind").asText();
        String name = version.path("name").asText();
        String deprecated = "%s/%s %s is deprecated".formatted(group, name, kind);
        return Optional.of(successor(spec, name)
                .map(best -> deprecated + "; use %s/%s %s".formatted(group, best, kind))
                .orElse(deprecated));
    }

    private static Optional<String> successor(JsonNode spec, String name) {
        return Stream.concat(Stream.of(name), candidates(spec))
                .min(VersionPriority.OF_VERSIONS)
                .filter(best -> !best.equals(name));
    }

    private static Stream<String> candidates(JsonNode spec) {
        return spec.path("versions")
                .valueStream()
                .filter(version -> version.path("served").asBoolean())
                .filter(version -> !version.path("deprecated").asBoolean())
                .map(version -> version.path("name").asText());
    }
}
