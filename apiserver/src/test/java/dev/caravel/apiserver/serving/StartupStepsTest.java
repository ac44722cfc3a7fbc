package dev.caravel.apiserver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The steps of a start")
class StartupStepsTest {
    @Test
    @DisplayName("are unhealthy until they are done, and are done stage by stage")
    void order() throws InterruptedException {
        List<String> done = new ArrayList<>();
        StartupSteps steps = new StartupSteps(Duration.ZERO)
                .add("one", () -> done.add("one"))
                .then()
                .add("two", () -> done.add("two"));

        assertThat(steps.checks())
                .extracting(check -> check.failure().isPresent())
                .containsExactly(true, true);
        steps.run();

        assertThat(done).containsExactly("one", "two");
        assertThat(steps.checks())
                .extracting(check -> check.name())
                .containsExactly("poststarthook/one", "poststarthook/two");
        assertThat(steps.checks()).extracting(check -> check.failure()).containsOnly(Optional.empty());
    }

    @Test
    @DisplayName("of one stage are run side by side")
    void sideBySide() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        StartupSteps.Step meet = () -> {
            both.countDown();
            both.await();
        };
        StartupSteps steps = new StartupSteps(Duration.ZERO).add("one", meet).add("two", meet);

        steps.run();

        assertThat(steps.checks()).extracting(check -> check.failure()).containsOnly(Optional.empty());
    }

    @Test
    @DisplayName("that fail are tried again")
    void retry() throws InterruptedException {
        List<Integer> attempts = new ArrayList<>();
        StartupSteps steps = new StartupSteps(Duration.ZERO).add("flaky", () -> {
            attempts.add(attempts.size());
            if (attempts.size() < 2) {
                throw new IllegalStateException("not yet");
            }
        });

        steps.run();

        assertThat(attempts).hasSize(2);
        assertThat(steps.checks().getFirst().failure()).isEmpty();
    }
}
