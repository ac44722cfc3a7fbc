package dev.caravel.machinery.leaderelection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A candidate")
class CandidacyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Candidacy me = new Candidacy("me", Duration.ofSeconds(15));

    @Test
    @DisplayName("takes a lease that does not exist")
    void takesAbsent() {
        LeaseSpec spec = me.claim(Optional.empty(), Instant.EPOCH, NOW).orElseThrow();

        assertThat(spec.getHolderIdentity()).isEqualTo("me");
        assertThat(spec.getLeaseDurationSeconds()).isEqualTo(15);
        assertThat(spec.getLeaseTransitions()).isZero();
        assertThat(spec.getAcquireTime().toInstant()).isEqualTo(NOW);
    }

    @Test
    @DisplayName("renews its own and keeps the time of acquisition")
    void renews() {
        LeaseSpec held = me.claim(Optional.empty(), Instant.EPOCH, NOW).orElseThrow();

        LeaseSpec spec = me.claim(Optional.of(held), NOW, NOW.plusSeconds(2)).orElseThrow();

        assertThat(spec.getAcquireTime()).isEqualTo(held.getAcquireTime());
        assertThat(spec.getRenewTime().toInstant()).isEqualTo(NOW.plusSeconds(2));
        assertThat(spec.getLeaseTransitions()).isZero();
    }

    @Test
    @DisplayName("waits until another's lease was not renewed for its duration as this candidate saw it")
    void waitsForOther() {
        LeaseSpec others = new Candidacy("other", Duration.ofSeconds(15))
                .claim(Optional.empty(), Instant.EPOCH, NOW.minusSeconds(3600))
                .orElseThrow();

        assertThat(me.claim(Optional.of(others), NOW, NOW.plusSeconds(14))).isEmpty();
        assertThat(me.claim(Optional.of(others), NOW, NOW.plusSeconds(15)))
                .hasValueSatisfying(
                        spec -> assertThat(spec.getLeaseTransitions()).isEqualTo(1));
    }

    @Test
    @DisplayName("takes a released lease at once")
    void takesReleased() {
        Candidacy other = new Candidacy("other", Duration.ofSeconds(15));
        LeaseSpec held = other.claim(Optional.empty(), Instant.EPOCH, NOW).orElseThrow();

        assertThat(me.claim(Optional.of(other.release(held, NOW)), NOW, NOW)).isPresent();
    }
}
