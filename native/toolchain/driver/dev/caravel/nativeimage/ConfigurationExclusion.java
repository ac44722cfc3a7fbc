package dev.caravel.nativeimage;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** {@code --exclude-config}: configuration that a jar brings, and that shall not count. */
record ConfigurationExclusion(Pattern jar, Pattern resource) {
    static ConfigurationExclusion of(String jar, String resource) {
        return new ConfigurationExclusion(Pattern.compile(jar), Pattern.compile(resource));
    }

    boolean matches(Path entry, String name) {
        return jar.matcher(entry.toString()).find()
                && resource.matcher("/" + name).find();
    }
}
