package dev.caravel.apiserver.extension.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The deprecation of a custom resource's version")
class VersionDeprecationTest {
    @Test
    @DisplayName("leads to the best of the served versions that are not deprecated")
    void successor() throws Exception {
        var spec = spec("""
                {name: v1alpha1, served: true, deprecated: true}, {name: v2, served: false}, {name: v1beta1, served: true},
                {name: v1, served: true}
                """);

        assertThat(VersionDeprecation.of(spec, spec.at("/versions/0")))
                .contains("example.com/v1alpha1 Widget is deprecated; use example.com/v1 Widget");
        assertThat(VersionDeprecation.of(spec, spec.at("/versions/2"))).isEmpty();
    }

    @Test
    @DisplayName("leads nowhere from the best version")
    void best() throws Exception {
        var spec = spec("{name: v1, served: true, deprecated: true}, {name: v1beta1, served: true}");

        assertThat(VersionDeprecation.of(spec, spec.at("/versions/0"))).contains("example.com/v1 Widget is deprecated");
    }

    @Test
    @DisplayName("is told in the definition's own words")
    void ownWords() throws Exception {
        var spec = spec("{name: v1, served: true, deprecated: true, deprecationWarning: move on}");

        assertThat(VersionDeprecation.of(spec, spec.at("/versions/0"))).contains("move on");
    }

    private static JsonNode spec(String versions) throws Exception {
        return Yaml.read("{group: example.com, names: {kind: Widget}, versions: [" + versions + "]}");
    }
}
