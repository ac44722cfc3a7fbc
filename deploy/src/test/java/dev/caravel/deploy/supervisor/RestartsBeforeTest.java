package dev.caravel.deploy.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The restarts since a command began")
class RestartsBeforeTest {
    @ParameterizedTest(name = "{0} before and {1} now are {2}")
    @CsvSource({"0, 0, 0", "0, 3, 3", "4, 4, 0", "4, 6, 2", "4, 1, 1"})
    @DisplayName("are those that came to the ones before, or all of them under a supervisor that came since")
    void since(int before, int now, int since) {
        assertThat(RestartsBefore.of(List.of(kubelet(before))).since(kubelet(now)))
                .isEqualTo(since);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0", "2"})
    @DisplayName("are all of them for a process that is new")
    void isNew(int now) {
        assertThat(RestartsBefore.of(List.of()).since(kubelet(now))).isEqualTo(now);
    }

    private static ProcessState kubelet(int restarts) {
        return new ProcessState("kubelet", "JVM", ProcessState.Phase.STARTING, 1, restarts, "", "");
    }
}
