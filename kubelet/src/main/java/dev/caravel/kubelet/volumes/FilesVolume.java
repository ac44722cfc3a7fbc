package dev.caravel.kubelet.volumes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Supplier;

/** A volume of files that come from API objects: configMap, secret, downwardAPI and projected. */
final class FilesVolume implements PodVolume {
    private final Path path;
    private final boolean inMemory;
    private final Supplier<Map<String, VolumeFile>> files;
    private final Mounter mounter;
    private final VolumeOwnership ownership;

    /**
     * @param inMemory for what must not reach a disk
     * @param files read at each set-up; throws VolumeException when something that is not optional is missing
     */
    FilesVolume(
            Path path,
            boolean inMemory,
            Supplier<Map<String, VolumeFile>> files,
            Mounter mounter,
            VolumeOwnership ownership) {
        this.path = requireNonNull(path, "path is null");
        this.inMemory = inMemory;
        this.files = requireNonNull(files, "files is null");
        this.mounter = requireNonNull(mounter, "mounter is null");
        this.ownership = requireNonNull(ownership, "ownership is null");
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void setUp() throws IOException {
        Map<String, VolumeFile> wanted = files.get();
        boolean fresh = !Files.isDirectory(path);
        Files.createDirectories(path);
        if (inMemory && !mounter.isMounted(path)) {
            mounter.mountTmpfs(path, 0);
            fresh = true;
        }
        if (fresh) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            ownership.apply(path, true);
        }
        new AtomicWriter(path).write(wanted, ownership);
    }
}
