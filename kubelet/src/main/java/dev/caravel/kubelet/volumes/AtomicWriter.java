package dev.caravel.kubelet.volumes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Replaces the files of a directory all at once: they lie in a directory of their own, {@code ..data} links to it, and each
 * name links through {@code ..data}. A reader sees the old set or the new one, never a mixture; the layout is documented
 * behaviour that programs rely on.
 */
final class AtomicWriter {
    private static final String DATA = "..data";
    private static final String NEXT_DATA = "..data_tmp";

    private final Path root;

    AtomicWriter(Path root) {
        this.root = root;
    }

    /** @param ownership for what is written; returns whether anything changed */
    boolean write(Map<String, VolumeFile> files, VolumeOwnership ownership) throws IOException {
        Path data = root.resolve(DATA);
        Path old = Files.exists(data, LinkOption.NOFOLLOW_LINKS) ? root.resolve(Files.readSymbolicLink(data)) : null;
        if (old != null && current(old).equals(contents(files))) {
            return false;
        }
        Path fresh = root.resolve("..v" + UUID.randomUUID());
        Files.createDirectory(fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Map.Entry<String, VolumeFile> file : files.entrySet()) {
            writeFile(fresh.resolve(file.getKey()), file.getValue());
        }
        ownership.apply(fresh, true);
        Path next = root.resolve(NEXT_DATA);
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, fresh.getFileName());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        relink(topNames(files.keySet()));
        if (old != null) {
            FileTree.delete(old);
        }
        return true;
    }

    private static void writeFile(Path path, VolumeFile file) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, file.content());
        Files.setAttribute(path, "unix:mode", file.mode());
        if (file.owner() != null) {
            Files.setAttribute(path, "unix:uid", file.owner());
        }
    }

    private void relink(Set<String> names) throws IOException {
        for (String name : names) {
            Path link = root.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!name.startsWith("..") && !names.contains(name)) {
                    Files.delete(entry);
                }
            }
        }
    }

    private static Set<String> topNames(Set<String> paths) {
        Set<String> names = new HashSet<>();
        paths.forEach(path -> names.add(path.split("/", 2)[0]));
        return names;
    }

    private static Map<String, String> contents(Map<String, VolumeFile> files) {
        Map<String, String> contents = new HashMap<>();
        files.forEach(
                (path, file) -> contents.put(path, java.util.HexFormat.of().formatHex(file.content())));
        return contents;
    }

    private static Map<String, String> current(Path directory) throws IOException {
        Map<String, String> contents = new HashMap<>();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                contents.put(
                        directory.relativize(file).toString(),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
