package dev.caravel.apiserver.serving;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.machinery.serving.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What is to be done once the server answers: each step is a health check that passes when the step is done. The steps of a stage
 * are run side by side, each until it succeeds; stages one after the other. Thread-safe.
 */
public final class StartupSteps {
    private static final Logger log = Logger.getLogger(StartupSteps.class);

    /** May fail, and is then tried again. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    private record Named(String name, Step step) {}

    private final Duration pause;
    private final List<List<Named>> stages = new ArrayList<>(List.of(new ArrayList<>()));
    private final Map<String, Boolean> done = new LinkedHashMap<>();

    /** @param pause before what has failed is tried again */
    public StartupSteps(Duration pause) {
        this.pause = requireNonNull(pause, "pause is null");
    }

    /** @param name upstream's, without {@code poststarthook/} */
    public synchronized StartupSteps add(String name, Step step) {
        stages.getLast().add(new Named(name, step));
        done.put(name, false);
        return this;
    }

    /** What is added after this is run when all before it is done. */
    public synchronized StartupSteps then() {
        stages.add(new ArrayList<>());
        return this;
    }

    public synchronized List<HealthCheck> checks() {
        return done.keySet().stream()
                .map(name -> HealthCheck.of("poststarthook/" + name, () -> failure(name)))
                .toList();
    }

    private synchronized Optional<String> failure(String name) {
        return done.get(name) ? Optional.empty() : Optional.of("not finished");
    }

    /** Blocks until all are done. */
    public void run() throws InterruptedException {
        for (List<Named> stage : copyOfStages()) {
            runAll(stage);
        }
    }

    private synchronized List<List<Named>> copyOfStages() {
        return stages.stream().map(List::copyOf).toList();
    }

    private void runAll(List<Named> stage) throws InterruptedException {
        List<Thread> threads = stage.stream()
                .map(named -> Thread.ofVirtual().name(named.name()).start(() -> runUntilDone(named)))
                .toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            throw e;
        }
    }

    private void runUntilDone(Named named) {
        try {
            while (!succeeds(named)) {
                Thread.sleep(pause);
            }
            synchronized (this) {
                done.put(named.name(), true);
            }
        } catch (InterruptedException e) {
            log.debugf("stopped before %s was done", named.name());
        }
    }

    private static boolean succeeds(Named named) throws InterruptedException {
        try {
            named.step().run();
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (UnreadableException e) {
            log.errorf("%s is left undone: %s", named.name(), e.getMessage()); // trying again makes nothing readable
            return true;
        } catch (Exception e) {
            log.errorf(e, "%s failed, trying again", named.name());
            return false;
        }
    }
}
