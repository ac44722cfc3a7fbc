package dev.caravel.apiserver.admission.plugins.podsecurity;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A rule of a level.
 *
 * @param since the first minor version that has it
 * @param before the first that has it no more
 * @param overrides the checks of the level below that are needless where this one applies
 */
record Check(
        String id,
        Level level,
        int since,
        int before,
        Set<String> overrides,
        Function<JudgedPod, Optional<Violation>> rule) {
    boolean isOf(PolicyVersion version) {
        boolean ended = before != Integer.MAX_VALUE && version.minor() >= before;
        return since <= version.minor() && !ended;
    }
}
