package dev.caravel.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

/** Tells whether an output is newer than all that it is made of, the compiler itself and the descriptors included. */
final class UpToDate {
    private UpToDate() {}

    static boolean isNewer(Path output, Path source) throws IOException {
        if (!Files.exists(output)) {
            return false;
        }
        var made = Files.getLastModifiedTime(output);
        return Stream.of(
                        source.resolve("api"),
                        source.resolve("types"),
                        locationOf(SchemaCompiler.class),
                        locationOf(io.kubernetes.client.proto.V1.class))
                .allMatch(input -> allOlder(input, made));
    }

    private static boolean allOlder(Path input, FileTime time) {
        try (var files = Files.walk(input)) {
            for (var file : (Iterable<Path>) files::iterator) {
                if (Files.getLastModifiedTime(file).compareTo(time) >= 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path locationOf(Class<?> type) {
        return Path.of(java.net.URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
