package dev.caravel.machinery.role;

import java.util.Set;

/** Implemented by options that take some of upstream's flags without obeying them yet; each one given is warned of. */
public interface FlagsWithoutEffect {
    /** Names with their dashes: {@code --profiling}. */
    Set<String> flagsWithoutEffect();
}
