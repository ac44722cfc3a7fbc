package dev.caravel.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.addons.AdminApi;
import dev.caravel.deploy.conformance.Changes;
import dev.caravel.deploy.conformance.Report;
import dev.caravel.deploy.conformance.ReportFiles;
import dev.caravel.deploy.conformance.Selection;
import dev.caravel.deploy.conformance.SuiteProgram;
import dev.caravel.deploy.conformance.SuiteRun;
import dev.caravel.deploy.conformance.Totals;
import dev.caravel.deploy.preflight.Executables;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravel conformance}: exit code 0 when all tests that ran passed. */
@Command(name = "conformance", description = "Run upstream's conformance tests against the cluster.")
public final class ConformanceCommand implements Callable<Integer> {
    @Mixin
    StateOption state;

    @Option(names = "--e2e-binary", required = true, paramLabel = "PATH", description = "Upstream's e2e.test.")
    Path e2eBinary;

    @Option(
            names = "--ginkgo",
            paramLabel = "PATH",
            description = "Upstream's ginkgo, which --parallel needs; the one beside e2e.test otherwise.")
    Path ginkgo;

    @Option(names = "--kubectl", paramLabel = "PATH", defaultValue = "kubectl", description = "For tests of kubectl.")
    String kubectl;

    @Option(
            names = "--focus",
            paramLabel = "RE",
            defaultValue = "\\[Conformance\\]",
            description = "Regular expression of the tests to run (${DEFAULT-VALUE}).")
    String focus;

    @Option(
            names = "--skip",
            paramLabel = "RE",
            defaultValue = "",
            description = "And of those among them to leave out.")
    String skip;

    @Option(names = "--parallel", paramLabel = "N", defaultValue = "1", description = "How many run at a time.")
    int parallel;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Directory for report.json, report.md and logs (conformance/ in the state directory).")
    Path report;

    @Option(
            names = "--previous",
            paramLabel = "REPORT",
            description = "The report.json to compare with; the one that DIR holds otherwise.")
    Path previous;

    @Parameters(arity = "0..*", paramLabel = "ARG", description = "More arguments of e2e.test, after --.")
    List<String> more = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (parallel < 1) {
            throw new Problem("--parallel is " + parallel + "; it has to be 1 or more");
        }
        SuiteProgram program = SuiteProgram.find(e2eBinary, Optional.ofNullable(ginkgo), parallel);
        Path directory = report == null ? state.stateDir().root().resolve("conformance") : report;
        ReportFiles files = new ReportFiles(directory);
        Optional<Report> before = previous == null ? files.last() : Optional.of(files.read(previous));
        String version = program.version(new Commands());
        SuiteRun.Cluster cluster = new SuiteRun.Cluster(kubeconfig(), kubectlProgram(), serverVersion());

        Files.createDirectories(directory);
        System.out.println(
                "tests of " + version + " against " + cluster.server() + "; log: " + directory.resolve("e2e.log"));
        Report now = new SuiteRun(program, cluster, directory, Clock.systemUTC())
                .run(version, new Selection(focus, skip, parallel), more, System.out::println);
        if (now.tests().isEmpty()) {
            throw new Problem("no test matches --focus '" + focus + "' without matching --skip '" + skip + "'");
        }
        files.write(now, before.map(earlier -> Changes.between(earlier, now)));
        Totals totals = now.totals();
        System.out.printf(
                "%d passed, %d failed, %d skipped; see %s%n",
                totals.passed(), totals.failed(), totals.skipped(), files.markdown());
        return totals.failed() == 0 ? 0 : 1;
    }

    private Path kubeconfig() {
        Path file = state.stateDir().kubeconfig("admin");
        if (!Files.isReadable(file)) {
            throw new Problem(
                    "no cluster that you may read in " + state.stateDir().root() + "; './caravel up' makes one");
        }
        return file;
    }

    private String kubectlProgram() {
        boolean there = kubectl.contains("/")
                ? Files.isExecutable(Path.of(kubectl))
                : Executables.find(kubectl).isPresent();
        if (!there) {
            throw new Problem("there is no " + kubectl + ", which tests of kubectl run; give --kubectl PATH");
        }
        return kubectl;
    }

    /** Asked first, because the suite waits half an hour for a cluster that does not answer. */
    private String serverVersion() throws InterruptedException {
        try {
            return new AdminApi(state.stateDir(), new ObjectMapper())
                    .get("/version")
                    .map(version -> version.path("gitVersion"))
                    .map(JsonNode::asText)
                    .orElseThrow(() -> new Problem("what listens at port 6443 is not an API server"));
        } catch (IOException e) {
            throw new Problem("the cluster does not answer; './caravel status' tells what runs", e);
        }
    }
}
