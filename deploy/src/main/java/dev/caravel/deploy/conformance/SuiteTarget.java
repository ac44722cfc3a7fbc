package dev.caravel.deploy.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Which cluster the tests run against, and where they tell what they find.
 *
 * @param kubectl the program, for the tests of kubectl
 * @param progress where each process of the suite posts what it has finished
 */
record SuiteTarget(Path kubeconfig, String kubectl, Path results, URI progress) {
    List<String> arguments() {
        return List.of(
                "--kubeconfig=" + kubeconfig,
                "--provider=skeleton",
                "--kubectl-path=" + kubectl,
                "--report-dir=" + results,
                "--progress-report-url=" + progress);
    }

    /** Written when all tests are over. */
    Path junit() {
        return results.resolve("junit_01.xml");
    }
}
