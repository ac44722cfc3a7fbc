package dev.caravel.machinery.serving;

import java.util.Optional;

/** One named check behind {@code /healthz}, {@code /livez} or {@code /readyz}. */
public interface HealthCheck {
    String name();

    /** Empty when healthy, else the reason. Called on the event loop for each request: must not block. */
    Optional<String> failure();

    static HealthCheck of(String name, java.util.function.Supplier<Optional<String>> failure) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> failure() {
                return failure.get();
            }
        };
    }

    /** The check that every upstream component has: the process answers. */
    static HealthCheck ping() {
        return of("ping", Optional::empty);
    }
}
