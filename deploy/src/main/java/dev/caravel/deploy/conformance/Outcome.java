package dev.caravel.deploy.conformance;

/** How a test ended. A test that was not asked for has no outcome. */
public enum Outcome {
    PASSED,
    FAILED,
    /** Asked for, but the test found that this cluster has not what it needs. */
    SKIPPED
}
