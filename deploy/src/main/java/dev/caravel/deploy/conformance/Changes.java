package dev.caravel.deploy.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a report differs from the one before; each list has names of tests.
 *
 * @param broken passed before and fail now
 * @param repaired failed before and pass now
 * @param stillFailing failed before and fail now
 * @param notRunAgain failed before and were not run this time, so that nobody takes them for repaired
 */
public record Changes(
        String since, List<String> broken, List<String> repaired, List<String> stillFailing, List<String> notRunAgain) {

    public static Changes between(Report before, Report now) {
        Map<String, Outcome> earlier = outcomes(before);
        Map<String, Outcome> later = outcomes(now);
        return new Changes(
                before.started(),
                names(earlier, later, Outcome.PASSED, Outcome.FAILED),
                names(earlier, later, Outcome.FAILED, Outcome.PASSED),
                names(earlier, later, Outcome.FAILED, Outcome.FAILED),
                before.with(Outcome.FAILED).stream()
                        .map(TestResult::name)
                        .filter(name -> later.getOrDefault(name, Outcome.SKIPPED) == Outcome.SKIPPED)
                        .toList());
    }

    private static Map<String, Outcome> outcomes(Report report) {
        return report.tests().stream()
                .collect(Collectors.groupingBy(
                        TestResult::name, Collectors.collectingAndThen(Collectors.toList(), Changes::worst)));
    }

    /** A name that comes twice has passed when it never failed. */
    private static Outcome worst(List<TestResult> results) {
        return results.stream().anyMatch(result -> result.is(Outcome.FAILED))
                ? Outcome.FAILED
                : results.getFirst().outcome();
    }

    private static List<String> names(
            Map<String, Outcome> earlier, Map<String, Outcome> later, Outcome from, Outcome to) {
        return later.keySet().stream()
                .filter(name -> later.get(name) == to && earlier.get(name) == from)
                .sorted()
                .toList();
    }
}
