package dev.caravel.kubelet.volumes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that lives as long as its pod, on disk or, with medium Memory, in a tmpfs. */
final class EmptyDirVolume implements PodVolume {
    private final Path path;
    private final boolean inMemory;
    private final long sizeLimit;
    private final Mounter mounter;
    private final VolumeOwnership ownership;

    /** @param sizeLimit in bytes, 0 for none; holds only in memory */
    EmptyDirVolume(Path path, boolean inMemory, long sizeLimit, Mounter mounter, VolumeOwnership ownership) {
        this.path = requireNonNull(path, "path is null");
        this.inMemory = inMemory;
        this.sizeLimit = sizeLimit;
        this.mounter = requireNonNull(mounter, "mounter is null");
        this.ownership = requireNonNull(ownership, "ownership is null");
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void setUp() throws IOException {
        boolean fresh = !Files.isDirectory(path);
        Files.createDirectories(path);
        if (inMemory && !mounter.isMounted(path)) {
            mounter.mountTmpfs(path, sizeLimit);
            fresh = true;
        }
        if (fresh) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            ownership.apply(path, false);
        }
    }
}
