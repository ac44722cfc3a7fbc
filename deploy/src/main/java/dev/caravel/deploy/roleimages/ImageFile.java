package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * A file or directory of an image.
 *
 * @param source where its content is on this machine
 * @param target its absolute path in the image
 * @param mode in octal
 */
record ImageFile(Path source, String target, String mode) implements Comparable<ImageFile> {
    private static final Comparator<ImageFile> ORDER = Comparator.comparing(ImageFile::target);

    ImageFile {
        requireNonNull(source, "source is null");
        requireNonNull(target, "target is null");
        requireNonNull(mode, "mode is null");
    }

    static ImageFile executable(Path source, String target) {
        return new ImageFile(source, target, "755");
    }

    static ImageFile readable(Path source, String target) {
        return new ImageFile(source, target, "644");
    }

    @Override
    public int compareTo(ImageFile other) {
        return ORDER.compare(this, other);
    }
}
