package dev.caravel.kubelet.probes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The threshold of a probe")
class ThresholdTest {
    @ParameterizedTest(name = "{0} successes, {1} failures: {2} gives {3}")
    @DisplayName("is reached by enough like results in a row")
    @CsvSource({
        "1,3,+,y",
        "1,3,---,nny",
        "1,3,--+---,nnynny",
        "2,1,+-++,nyny",
        "1,1,-+-,yyy",
    })
    void counts(int successes, int failures, String results, String reached) {
        Threshold threshold = new Threshold(successes, failures);
        StringBuilder answers = new StringBuilder();

        results.chars().forEach(result -> answers.append(threshold.count(result == '+') ? 'y' : 'n'));

        assertThat(answers).hasToString(reached);
    }
}
