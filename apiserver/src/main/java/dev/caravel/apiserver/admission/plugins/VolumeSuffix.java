package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random endings of names, from upstream's letters, which form no words. */
public final class VolumeSuffix implements Supplier<String> {
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int LENGTH = 5;

    private final RandomGenerator random;

    public VolumeSuffix(RandomGenerator random) {
        this.random = requireNonNull(random, "random is null");
    }

    @Override
    public String get() {
        StringBuilder suffix = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return suffix.toString();
    }
}
