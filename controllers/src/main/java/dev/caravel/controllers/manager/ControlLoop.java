package dev.caravel.controllers.manager;

import java.util.ArrayList;
import java.util.List;

/** A controller as the process sees it: started once all caches have synced, closed when the process ends. */
public interface ControlLoop extends AutoCloseable {
    void start();

    static ControlLoop of(Runnable start, AutoCloseable close) {
        return new ControlLoop() {
            @Override
            public void start() {
                start.run();
            }

            @Override
            public void close() throws Exception {
                close.close();
            }
        };
    }

    /** Several loops that make one controller. */
    static ControlLoop all(ControlLoop... loops) {
        return of(() -> List.of(loops).forEach(ControlLoop::start), () -> closeAll(List.of(loops)));
    }

    /** Closes every loop, the last started first, then throws what the first to fail threw. */
    static void closeAll(List<? extends AutoCloseable> loops) throws Exception {
        List<Exception> failures = new ArrayList<>();
        for (AutoCloseable loop : loops.reversed()) {
            try {
                loop.close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}
