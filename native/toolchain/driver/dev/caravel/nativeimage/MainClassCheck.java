package dev.caravel.nativeimage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** Tells of a main class that is missing, before the builder has started and tells it at length. */
final class MainClassCheck {
    private final ImageRequest request;

    MainClassCheck(ImageRequest request) {
        this.request = request;
    }

    void check() {
        if (!request.needsMainClass()) {
            return;
        }
        String main = request.mainClass()
                .orElseThrow(() -> new UsageException("no main class; name one, or a program by -jar"));
        // A class in a module is named by its module, too; the builder looks it up.
        if (!request.modulePath().isEmpty()) {
            return;
        }
        String resource = main.replace('.', '/') + ".class";
        if (request.classPath().stream().noneMatch(entry -> has(entry, resource))) {
            throw new UsageException("the class path has no class " + main);
        }
    }

    private static boolean has(Path entry, String resource) {
        if (Files.isDirectory(entry)) {
            return Files.isRegularFile(entry.resolve(resource));
        }
        if (!Files.isRegularFile(entry)) {
            return false;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.getEntry(resource) != null;
        } catch (IOException e) {
            throw new UsageException("cannot read " + entry + ": " + e.getMessage());
        }
    }
}
