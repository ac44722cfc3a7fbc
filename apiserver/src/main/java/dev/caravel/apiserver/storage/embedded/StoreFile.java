package dev.caravel.apiserver.storage.embedded;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.Storage.StorageException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The one file of the store. A directory belongs to one process at a time. */
@RegisterForReflection(classNames = "org.h2.store.fs.disk.FilePathDisk") // found by its name
final class StoreFile {
    private static final String NAME = "caravel.mv";
    private static final int CACHE_MEBIBYTES = 16;
    /** How long space that is free is not used again, for the sake of whoever reads a long list meanwhile. */
    private static final int RETENTION_MILLIS = 10_000;

    private final Path directory;

    StoreFile(Path directory) {
        this.directory = requireNonNull(directory, "directory is null");
    }

    /**
     * The store as of the last commit that is whole.
     *
     * @throws StorageException saying why it cannot be opened
     */
    MVStore open() {
        try {
            Files.createDirectories(directory);
            MVStore store = new MVStore.Builder()
                    .fileName(directory.resolve(NAME).toString())
                    .autoCommitDisabled()
                    .cacheSize(CACHE_MEBIBYTES)
                    .open();
            store.setVersionsToKeep(0);
            store.setRetentionTime(RETENTION_MILLIS);
            return store;
        } catch (IOException e) {
            throw new StorageException("cannot make the directory %s: %s".formatted(directory, e), e);
        } catch (MVStoreException e) {
            throw new StorageException(
                    e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
                            ? "another process uses the data in " + directory
                            : "cannot read the data in %s: %s".formatted(directory, e.getMessage()),
                    e);
        }
    }
}
