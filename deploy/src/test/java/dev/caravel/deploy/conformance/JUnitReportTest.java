package dev.caravel.deploy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("From the suite's JUnit report are read")
class JUnitReportTest {
    @TempDir
    Path directory;

    @Test
    @DisplayName("tests that passed, by the name that --focus sees")
    void passed() throws IOException {
        assertThat(read("""
                <testcase name="[It] [sig-cli] Widgets should turn [Conformance]" status="passed" time="1.5"></testcase>
                """))
                .containsExactly(
                        new TestResult("[sig-cli] Widgets should turn [Conformance]", Outcome.PASSED, 1.5, ""));
    }

    @Test
    @DisplayName("failures, with their first message in one line")
    void failed() throws IOException {
        List<TestResult> results = read("""
                <testcase name="[It] [sig-auth] Widgets should be safe" status="failed" time="2">
                  <failure type="failed">[FAILED] Expected
                    &lt;int&gt;: 403
                to equal
                    &lt;int&gt;: 200
                In [It] at: test/widgets.go:12 @ 11/23/26 03:00:00.000</failure>
                  <system-err>STEP: turning the widget</system-err>
                </testcase>
                """);

        assertThat(results)
                .containsExactly(new TestResult(
                        "[sig-auth] Widgets should be safe",
                        Outcome.FAILED,
                        2,
                        "Expected <int>: 403 to equal <int>: 200"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"panicked", "timedout", "interrupted", "aborted"})
    @DisplayName("tests that did not come to their end, as failures")
    void ended(String status) throws IOException {
        assertThat(read("""
                <testcase name="[It] [sig-node] Widgets" status="%s" time="0">
                  <error type="%s" message="index out of range">stack</error>
                </testcase>
                """.formatted(status, status)))
                .containsExactly(new TestResult("[sig-node] Widgets", Outcome.FAILED, 0, "index out of range"));
    }

    @Test
    @DisplayName("tests that skipped themselves, with the reason, but not those that nobody asked for")
    void skipped() throws IOException {
        assertThat(read("""
                <testcase name="[It] [sig-apps] a" status="skipped" time="0"><skipped message="skipped"/></testcase>
                <testcase name="[It] [sig-apps] b" status="skipped" time="0.1">
                  <skipped message="skipped - needs 2 nodes"/></testcase>
                <testcase name="[It] [sig-apps] c" status="pending" time="0"><skipped message="pending"/></testcase>
                """)).containsExactly(new TestResult("[sig-apps] b", Outcome.SKIPPED, 0.1, "needs 2 nodes"));
    }

    @Test
    @DisplayName("the preparation of the suite, only when it failed")
    void suiteNodes() throws IOException {
        List<TestResult> results = read("""
                <testcase name="[SynchronizedBeforeSuite]" status="failed" time="3">
                  <failure type="failed">[FAILED] no node is ready</failure></testcase>
                <testcase name="[SynchronizedAfterSuite]" status="passed" time="0"></testcase>
                """);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.sig()).isEqualTo("suite");
            assertThat(result.message()).isEqualTo("no node is ready");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PASS",
                "<html></html>",
                "<testsuites><testcase",
                "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/hostname'>]><testsuites>&y;</testsuites>"
            })
    @DisplayName("no results of what is not such a report: it is refused")
    void refused(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("junit.xml"), content);

        assertThatThrownBy(() -> JUnitReport.read(file))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("is not a JUnit report")
                .message()
                .doesNotContain("\n");
    }

    private List<TestResult> read(String testCases) throws IOException {
        return JUnitReport.read(Files.writeString(directory.resolve("junit.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites tests="1" time="3"><testsuite name="Kubernetes e2e suite">
                <properties><property name="RandomSeed" value="1"></property></properties>
                %s
                </testsuite></testsuites>
                """.formatted(testCases)));
    }
}
