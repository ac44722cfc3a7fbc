package dev.caravel.apiserver.flowcontrol;

import picocli.CommandLine.Option;

/** How many requests are served at once. */
public final class FlowControlFlags {
    @Option(
            names = "--enable-priority-and-fairness",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description =
                    "If true, replace the max-in-flight handler with an enhanced one that queues and dispatches with"
                            + " priority and fairness.")
    public boolean enabled;

    @Option(
            names = "--max-requests-inflight",
            defaultValue = "400",
            description = "This and --max-mutating-requests-inflight are summed to determine the server's total"
                    + " concurrency limit; without priority and fairness, the limit of non-mutating requests.")
    public int maxReading;

    @Option(
            names = "--max-mutating-requests-inflight",
            defaultValue = "200",
            description =
                    "This and --max-requests-inflight are summed to determine the server's total concurrency limit;"
                            + " without priority and fairness, the limit of mutating requests.")
    public int maxMutating;
}
