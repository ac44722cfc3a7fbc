package dev.caravel.deploy.conformance;

import static dev.caravel.deploy.conformance.Outcome.FAILED;
import static dev.caravel.deploy.conformance.Outcome.PASSED;
import static dev.caravel.deploy.conformance.Outcome.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A report")
class ReportFilesTest {
    private static final Report REPORT = Reports.of(
            Reports.test("[sig-cli] a", PASSED),
            new TestResult("[sig-cli] b", FAILED, 3, "got <nil> for `x|y`"),
            new TestResult("[sig-node] c", SKIPPED, 0, "needs 2 nodes"));

    @TempDir
    Path directory;

    @Test
    @DisplayName("is read as it was written, for the next run to compare with")
    void roundTrip() throws IOException {
        ReportFiles files = new ReportFiles(directory);
        assertThat(files.last()).isEmpty();

        files.write(
                REPORT, Optional.of(new Changes("earlier", List.of("[sig-cli] b"), List.of(), List.of(), List.of())));

        assertThat(files.last()).contains(REPORT);
    }

    @Test
    @DisplayName("sums up per SIG for programs")
    void json() throws IOException {
        ReportFiles files = new ReportFiles(directory);

        files.write(REPORT, Optional.empty());

        JsonNode json = new ObjectMapper().readTree(files.json().toFile());
        assertThat(json.at("/totals/failed").asInt()).isEqualTo(1);
        assertThat(json.at("/sigs/sig-cli/passed").asInt()).isEqualTo(1);
        assertThat(json.at("/sigs/sig-node/skipped").asInt()).isEqualTo(1);
        assertThat(json.at("/tests/1/sig").asText()).isEqualTo("sig-cli");
        assertThat(json.has("changes")).isFalse();
    }

    @Test
    @DisplayName("tells people what passed, what changed, and why the rest failed")
    void markdown() throws IOException {
        ReportFiles files = new ReportFiles(directory);

        files.write(REPORT, Optional.of(new Changes("then", List.of("[sig-cli] b"), List.of(), List.of(), List.of())));

        assertThat(files.markdown())
                .content()
                .startsWith("# Conformance: 1 passed, 1 failed, 1 skipped\n")
                .contains("took 1 min 15 s with 4 at a time")
                .contains("Focus `a|b`.")
                .contains("| sig-cli | 1 | 1 | 0 | 4.0 s |")
                .contains("| all | 1 | 1 | 1 | 4.0 s |")
                .contains("## Since then\n1 broken, 0 repaired, 0 still failing, 0 failed then and did not run now")
                .contains("- **\\[sig-cli\\] b** (3.0 s)<br>\n  got \\<nil\\> for \\`x\\|y\\`")
                .contains("- \\[sig-node\\] c: needs 2 nodes");
    }

    @Test
    @DisplayName("is refused in one line where it is something else")
    void refused() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "[1, 2");

        assertThatThrownBy(() -> new ReportFiles(directory).read(file))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("is not a report of an earlier run");
    }
}
