package dev.caravel.deploy.conformance;

import static dev.caravel.deploy.conformance.Outcome.FAILED;
import static dev.caravel.deploy.conformance.Outcome.PASSED;
import static dev.caravel.deploy.conformance.Outcome.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Between two reports")
class ChangesTest {
    @Test
    @DisplayName("tests are broken, repaired, still failing, or not run again")
    void changes() {
        Report before = Reports.of(
                Reports.test("breaks", PASSED),
                Reports.test("heals", FAILED),
                Reports.test("stays", FAILED),
                Reports.test("left out", FAILED),
                Reports.test("skips itself", FAILED),
                Reports.test("good", PASSED));
        Report now = Reports.of(
                Reports.test("breaks", FAILED),
                Reports.test("heals", PASSED),
                Reports.test("stays", FAILED),
                Reports.test("skips itself", SKIPPED),
                Reports.test("good", PASSED),
                Reports.test("new and bad", FAILED));

        assertThat(Changes.between(before, now))
                .isEqualTo(new Changes(
                        before.started(),
                        List.of("breaks"),
                        List.of("heals"),
                        List.of("stays"),
                        List.of("left out", "skips itself")));
    }

    @Test
    @DisplayName("a name that comes twice has passed only if it never failed")
    void twice() {
        Report before = Reports.of(Reports.test("a", PASSED));
        Report now = Reports.of(Reports.test("a", PASSED), Reports.test("a", FAILED));

        assertThat(Changes.between(before, now).broken()).containsExactly("a");
    }
}
