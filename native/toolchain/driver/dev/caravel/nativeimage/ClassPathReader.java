package dev.caravel.nativeimage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Reads class path entries into a request: directories, jars, {@code lib/*}, and a program's jar with its manifest. */
final class ClassPathReader {
    private final ImageRequest request;

    ClassPathReader(ImageRequest request) {
        this.request = request;
    }

    void add(String entry) {
        if (entry.endsWith("/*")) {
            jarsIn(Path.of(entry.substring(0, entry.length() - 2))).forEach(request::addToClassPath);
        } else {
            request.addToClassPath(
                    Path.of(entry.isEmpty() ? "." : entry).toAbsolutePath().normalize());
        }
    }

    /** {@code -jar}: the manifest names the main class and the rest of the class path. */
    void addProgram(String file) {
        Path jar = Path.of(file).toAbsolutePath().normalize();
        Attributes manifest = manifestOf(jar);
        String mainClass = manifest.getValue(Attributes.Name.MAIN_CLASS);
        if (mainClass == null) {
            throw new UsageException(file + " names no main class in its manifest");
        }
        request.mainClass(mainClass);
        request.imageNameIfAbsent(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
        request.addToClassPath(jar);
        for (String other : wordsOf(manifest, "Class-Path")) {
            Path path = jar.resolveSibling(other).normalize();
            if (Files.exists(path)) {
                request.addToClassPath(path);
            }
        }
        addToUnnamed("AddExports", wordsOf(manifest, "Add-Exports"));
        addToUnnamed("AddOpens", wordsOf(manifest, "Add-Opens"));
    }

    private void addToUnnamed(String option, List<String> packages) {
        for (String name : packages) {
            request.addBuilderOption("-H:" + option + "=" + name + "=ALL-UNNAMED", Origin.USER.throughApi());
        }
    }

    private static List<String> wordsOf(Attributes manifest, String key) {
        String value = manifest.getValue(key);
        return value == null ? List.of() : Words.of(value);
    }

    private static Attributes manifestOf(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException e) {
            throw new UsageException("cannot read " + jar + ": " + e.getMessage());
        }
    }

    /** In the order of their names, so that the same directory always makes the same image. */
    static List<Path> jarsIn(Path directory) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                Files.newDirectoryStream(directory.toAbsolutePath().normalize(), "*.jar")) {
            stream.forEach(jars::add);
        } catch (IOException e) {
            throw new UsageException("cannot list " + directory + ": " + e);
        }
        jars.sort(null);
        return jars;
    }
}
