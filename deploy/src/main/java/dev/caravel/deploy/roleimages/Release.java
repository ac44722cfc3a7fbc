package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.version.KubernetesVersion;
import java.time.Instant;

/**
 * Which Caravel an image is of.
 *
 * @param version the project's own
 * @param time that all files and the image itself bear, whenever they were made
 */
public record Release(String version, Instant time) {
    public Release {
        requireNonNull(version, "version is null");
        requireNonNull(time, "time is null");
    }

    /** The Kubernetes release whose behaviour it has, then ours. A tag may not contain a plus sign. */
    public String imageTag() {
        return KubernetesVersion.GIT_VERSION + "-caravel." + version;
    }
}
