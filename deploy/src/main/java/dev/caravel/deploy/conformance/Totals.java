package dev.caravel.deploy.conformance;

import java.util.Collection;

/** @param seconds of all tests one after the other, which is more than a parallel run takes */
public record Totals(int passed, int failed, int skipped, double seconds) {
    static Totals of(Collection<TestResult> tests) {
        return new Totals(
                count(tests, Outcome.PASSED),
                count(tests, Outcome.FAILED),
                count(tests, Outcome.SKIPPED),
                tests.stream().mapToDouble(TestResult::seconds).sum());
    }

    private static int count(Collection<TestResult> tests, Outcome outcome) {
        return (int) tests.stream().filter(test -> test.is(outcome)).count();
    }
}
