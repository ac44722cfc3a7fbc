package dev.caravel.scheduler.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerationTest {
    @ParameterizedTest(name = "[{0}] [{1}] [{2}] [{3}] tolerates {4}={5}:{6} is {7}")
    @DisplayName("A toleration matches taints by key, value and effect; what it leaves out matches all")
    @CsvSource({
        "k, Equal, v, NoSchedule, k, v, NoSchedule, true",
        "k, '', v, NoSchedule, k, v, NoSchedule, true",
        "k, Equal, other, NoSchedule, k, v, NoSchedule, false",
        "k, Exists, '', NoSchedule, k, v, NoSchedule, true",
        "k, Exists, '', '', k, v, NoExecute, true",
        "k, Exists, '', NoExecute, k, v, NoSchedule, false",
        "'', Exists, '', '', k, v, NoSchedule, true",
        "other, Exists, '', '', k, v, NoSchedule, false",
        "k, Gt, 5, NoSchedule, k, 4, NoSchedule, false",
    })
    void tolerates(
            String key,
            String operator,
            String value,
            String effect,
            String taintKey,
            String taintValue,
            String taintEffect,
            boolean expected) {
        Toleration toleration = new Toleration(key, operator, value, effect);

        assertThat(toleration.tolerates(new Taint(taintKey, taintValue, taintEffect)))
                .isEqualTo(expected);
    }
}
