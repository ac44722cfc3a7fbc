package dev.caravel.deploy.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a training run has come to. */
public final class AotTraining {
    private AotTraining() {}

    /** Keeps the AOT caches that the roles have written; answers whose there is none of. */
    public static List<Role> keepCaches(Path repository) throws IOException {
        List<Role> without = new ArrayList<>();
        for (Role role : Role.values()) {
            if (!BuiltJars.of(role, repository).cache().keep()) {
                without.add(role);
            }
        }
        return without;
    }
}
