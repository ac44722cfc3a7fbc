package dev.caravel.deploy.conformance;

import java.util.List;

/** Small reports to test with. */
final class Reports {
    private Reports() {}

    static TestResult test(String name, Outcome outcome) {
        return new TestResult(name, outcome, 1, "");
    }

    static Report of(TestResult... tests) {
        return new Report(
                "v1.36.2", "v1.36.2+caravel", "2026-01-02T03:04:05Z", 75, new Selection("a|b", "", 4), List.of(tests));
    }
}
