package dev.caravel.deploy.conformance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run of the tests came to.
 *
 * @param suite version of the tests
 * @param server version of the API server that they ran against
 * @param started in RFC 3339
 * @param seconds that the run took
 * @param tests those that were asked for, by name
 */
public record Report(
        String suite, String server, String started, double seconds, Selection selection, List<TestResult> tests) {
    public Report {
        requireNonNull(suite, "suite is null");
        requireNonNull(server, "server is null");
        requireNonNull(started, "started is null");
        requireNonNull(selection, "selection is null");
        tests = tests.stream().sorted(Comparator.comparing(TestResult::name)).toList();
    }

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public Totals totals() {
        return Totals.of(tests);
    }

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public Map<String, Totals> sigs() {
        return tests.stream()
                .collect(Collectors.groupingBy(
                        TestResult::sig, TreeMap::new, Collectors.collectingAndThen(Collectors.toList(), Totals::of)));
    }

    public List<TestResult> with(Outcome outcome) {
        return tests.stream().filter(test -> test.is(outcome)).toList();
    }
}
