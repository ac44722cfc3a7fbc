package dev.caravel.machinery.leaderelection;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a candidate makes of a lease: a pure decision.
 *
 * <p>Clocks of candidates differ, so the age of another's lease is counted from when this candidate last saw it change,
 * never from the time written in it.
 */
record Candidacy(String identity, Duration leaseDuration) {
    /** Empty when another leads; else the lease as it should be written. */
    Optional<LeaseSpec> claim(Optional<LeaseSpec> current, Instant lastChangeSeen, Instant now) {
        if (current.isEmpty()) {
            return Optional.of(spec(now, now, 0));
        }
        LeaseSpec lease = current.get();
        if (holds(lease)) {
            ZonedDateTime acquired = lease.getAcquireTime();
            return Optional.of(spec(acquired == null ? now : acquired.toInstant(), now, transitions(lease)));
        }
        if (isHeld(lease) && now.isBefore(lastChangeSeen.plus(durationOf(lease)))) {
            return Optional.empty();
        }
        return Optional.of(spec(now, now, transitions(lease) + 1));
    }

    /** The lease without a holder, for others to take at once. */
    LeaseSpec release(LeaseSpec held, Instant now) {
        LeaseSpec released = spec(now, now, transitions(held));
        released.setHolderIdentity("");
        released.setLeaseDurationSeconds(1);
        return released;
    }

    boolean holds(LeaseSpec lease) {
        return identity.equals(lease.getHolderIdentity());
    }

    private static boolean isHeld(LeaseSpec lease) {
        return lease.getHolderIdentity() != null && !lease.getHolderIdentity().isEmpty();
    }

    private Duration durationOf(LeaseSpec lease) {
        Integer seconds = lease.getLeaseDurationSeconds();
        return seconds == null ? leaseDuration : Duration.ofSeconds(seconds);
    }

    private static int transitions(LeaseSpec lease) {
        return lease.getLeaseTransitions() == null ? 0 : lease.getLeaseTransitions();
    }

    private LeaseSpec spec(Instant acquired, Instant renewed, int transitions) {
        LeaseSpec spec = new LeaseSpec();
        spec.setHolderIdentity(identity);
        spec.setLeaseDurationSeconds((int) leaseDuration.toSeconds());
        spec.setAcquireTime(micros(acquired));
        spec.setRenewTime(micros(renewed));
        spec.setLeaseTransitions(transitions);
        return spec;
    }

    private static ZonedDateTime micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    }
}
