package dev.caravel.deploy.command;

import dev.caravel.deploy.cluster.ClusterShape;
import dev.caravel.deploy.cluster.ProgramKind;
import dev.caravel.deploy.cluster.Programs;
import dev.caravel.deploy.cluster.StateStore;
import dev.caravel.deploy.console.Progress;
import dev.caravel.deploy.system.Problem;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravel up}. */
@Command(name = "up", description = "Start a cluster, or bring a running one to what the options say.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    StateOption state;

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes; 1 unless the cluster has more already.")
    Integer nodes;

    @Option(names = "--control-plane-only", description = "Start no node.")
    boolean controlPlaneOnly;

    @Option(
            names = "--etcd",
            description =
                    "Keep the state in an etcd, and not in a directory of the API server's own. For a cluster that is new.")
    boolean etcd;

    @Option(names = "--verbose", description = "Let the roles log more.")
    boolean verbose;

    @ArgGroup
    WantedPrograms programs = new WantedPrograms();

    @Override
    public Integer call() throws Exception {
        Progress progress = Progress.ofTerminal();
        ClusterStart start = new ClusterStart(
                state.stateDir(), Installation.fromEnvironment(), Programs.of(programs.kind()), progress);
        start.run(new WantedShape(nodes, controlPlaneOnly, etcd, verbose));
        return 0;
    }

    /** Which programs the roles run; './caravel' decides when nobody has said it. */
    static final class WantedPrograms {
        @Option(names = "--native", description = "Run the roles' executables.")
        boolean executables;

        @Option(names = "--jvm", description = "Run the roles on the JVM, which they do unless told otherwise.")
        boolean jvm;

        ProgramKind kind() {
            return executables ? ProgramKind.NATIVE : ProgramKind.JVM;
        }
    }

    /** What was asked for, as far as something was. */
    record WantedShape(Integer nodes, boolean controlPlaneOnly, boolean etcd, boolean verbose) {
        /** @throws Problem when the cluster keeps its state elsewhere already: it would seem to have lost it */
        ClusterShape over(ClusterShape current, boolean hasState) {
            if (etcd && hasState && current.store() != StateStore.ETCD) {
                throw new Problem(
                        "this cluster keeps its state without etcd; './caravel down' and './caravel move-store --to etcd'"
                                + " move it, or './caravel reset' removes it");
            }
            int count = controlPlaneOnly ? 0 : nodes != null ? nodes : current.nodes();
            return new ClusterShape(count, verbose || current.verbose(), etcd ? StateStore.ETCD : current.store());
        }
    }
}
