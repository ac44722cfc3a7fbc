package dev.caravel.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

@Label("A hand of queues")
class ShuffleShardsLawsTest {
    @Property
    @Label("is as many different queues as it should be, and the same for the same flow")
    void different(
            @ForAll @LongRange(min = 0) long hash,
            @ForAll @IntRange(min = 1, max = 512) int queues,
            @ForAll @IntRange(min = 1, max = 10) int handSize) {
        int[] hand = ShuffleShards.deal(hash, queues, handSize);

        assertThat(Arrays.stream(hand).distinct().count()).isEqualTo(Math.min(queues, handSize));
        assertThat(Arrays.stream(hand)).allMatch(queue -> queue >= 0 && queue < queues);
        assertThat(ShuffleShards.deal(hash, queues, handSize)).isEqualTo(hand);
    }
}
