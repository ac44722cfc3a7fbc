package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * The image of a role in one file, which a container runtime imports.
 *
 * @param digest of the image's manifest
 */
public record RoleArchive(String reference, Path file, String digest) {
    public RoleArchive {
        requireNonNull(reference, "reference is null");
        requireNonNull(file, "file is null");
        requireNonNull(digest, "digest is null");
    }

    @Override
    public String toString() {
        return reference + "@" + digest;
    }
}
