package dev.caravel.controllers.tainteviction;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A pod on a tainted node")
class EvictionTimeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:01:00Z");
    private static final Taint TAINT = new TaintBuilder()
            .withKey("gone")
            .withEffect("NoExecute")
            .withTimeAdded("2026-01-02T00:00:00Z")
            .build();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("leaves at once when it tolerates nothing", List.of(), NOW),
                Arguments.of("stays when it tolerates the taint for ever", List.of(toleration("gone", null)), null),
                Arguments.of(
                        "leaves when its time, counted from the taint, is over",
                        List.of(toleration("gone", 300L)),
                        Instant.parse("2026-01-02T00:05:00Z")),
                Arguments.of(
                        "goes by the shortest of several tolerations",
                        List.of(toleration("gone", 300L), toleration("gone", 120L)),
                        Instant.parse("2026-01-02T00:02:00Z")),
                Arguments.of("is not saved by a toleration of another taint", List.of(toleration("other", null)), NOW),
                Arguments.of("stays when it tolerates everything", List.of(toleration(null, null)), null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void leaves(String what, List<Toleration> tolerations, Instant expected) {
        assertThat(EvictionTime.of(List.of(TAINT), tolerations, NOW).orElse(null))
                .as(what)
                .isEqualTo(expected);
    }

    private static Toleration toleration(String key, Long seconds) {
        return new Toleration("NoExecute", key, "Exists", seconds, null);
    }
}
