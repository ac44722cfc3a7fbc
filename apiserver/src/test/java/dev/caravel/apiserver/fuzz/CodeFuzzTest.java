package dev.caravel.apiserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** The short form of {@code bench/fuzz}: always the same inputs, and time enough for each on the slowest machine. */
@Label("What reads from clients")
class CodeFuzzTest {
    private static final long ONE_MINUTE_MILLIS = 60_000;
    private static final long HANG_SECONDS = 120;

    private final Campaign campaign = new Campaign(ONE_MINUTE_MILLIS, HANG_SECONDS);

    @Property(tries = 3_000, seed = "2026", shrinking = ShrinkingMode.OFF)
    @Label("takes or refuses whatever comes")
    void neverFails(@ForAll("targets") Target target, @ForAll long seed) {
        assertThat(campaign.run(target, target.input(new Dice(seed))))
                .as("%s, seed %d", target, seed)
                .isEmpty();
    }

    @Provide
    Arbitrary<Target> targets() {
        return Arbitraries.of(Targets.all());
    }
}
