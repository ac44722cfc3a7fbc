package dev.caravel.kubelet.cri;

import java.time.Instant;

/** CRI counts time in nanoseconds since the epoch. */
final class CriTime {
    private static final long NANOS = 1_000_000_000L;

    private CriTime() {}

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
