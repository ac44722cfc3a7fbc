package dev.caravel.apiserver.fuzz;

import dev.caravel.apiserver.status.ApiException;
import java.util.function.Function;

/** Code that reads what strangers write. Thread-safe. */
public interface Target {
    String name();

    /** An input: mostly nearly right, sometimes nonsense. */
    byte[] input(Dice dice);

    /**
     * Returns when the input was taken, or refused in the way that clients are told of.
     *
     * @throws Throwable what no client is ever to see
     */
    void run(byte[] input) throws Throwable;

    /** What runs on an input. */
    interface Run {
        void on(byte[] input) throws Throwable;
    }

    static Target of(String name, Function<Dice, byte[]> inputs, Run run) {
        return new Target() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public byte[] input(Dice dice) {
                return inputs.apply(dice);
            }

            @Override
            public void run(byte[] input) throws Throwable {
                try {
                    run.on(input);
                } catch (ApiException e) {
                    requireRefusal(e);
                }
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /** 4xx with a reason; or 500 without one, which is how upstream says that it has no class for a refusal. */
    private static void requireRefusal(ApiException e) {
        int code = e.status().code();
        boolean refused = code >= 400 && code < 500 && !e.status().reason().isEmpty();
        boolean unclassified = code == 500 && e.status().reason().isEmpty();
        if (!refused && !unclassified && code != 422) {
            throw new AssertionError("answers " + code + " " + e.status().reason() + ": " + e.getMessage(), e);
        }
    }
}
