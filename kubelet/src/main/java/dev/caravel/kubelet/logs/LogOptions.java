package dev.caravel.kubelet.logs;

import java.time.Instant;
import java.util.Optional;

/**
 * What of a log is asked for.
 *
 * @param tail how many lines of its end, -1 for all
 * @param limitBytes -1 for no limit
 * @param stdout whether lines of standard output are wanted
 * @param stderr whether lines of standard error are wanted
 */
public record LogOptions(
        boolean follow,
        boolean timestamps,
        long tail,
        long limitBytes,
        Optional<Instant> since,
        boolean stdout,
        boolean stderr) {}
