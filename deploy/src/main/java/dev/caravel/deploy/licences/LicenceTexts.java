package dev.caravel.deploy.licences;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The licences and notices that jars and the JDK bring along, which are to go wherever their code goes. */
final class LicenceTexts {
    private static final Pattern TEXT = Pattern.compile(
            "(META-INF/)?(licen[cs]es?/)?(LICEN[CS]E|NOTICE|COPYING|COPYRIGHT|about)[^/]*", Pattern.CASE_INSENSITIVE);

    private final Path mavenRepository;
    private final Path javaHome;

    LicenceTexts(Path mavenRepository, Path javaHome) {
        this.mavenRepository = requireNonNull(mavenRepository, "mavenRepository is null");
        this.javaHome = requireNonNull(javaHome, "javaHome is null");
    }

    void copy(Collection<Component> components, Path out) throws IOException {
        for (Component component : components) {
            if (component.jar().isPresent()) {
                copyFromJar(component, out.resolve(component.name() + "-" + component.version()));
            }
        }
        copyOfJdk(out.resolve("openjdk"));
    }

    private void copyFromJar(Component component, Path directory) throws IOException {
        Path file = mavenRepository.resolve(component.jar().orElseThrow());
        if (!Files.exists(file)) {
            throw new Problem(
                    "there is no " + file + " to take the licence from; run './caravel build', which fetches it");
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            List<? extends ZipEntry> texts = jar.stream()
                    .filter(entry -> !entry.isDirectory() && isText(entry.getName()))
                    .toList();
            for (ZipEntry text : texts) {
                Files.createDirectories(directory);
                try (InputStream in = jar.getInputStream(text)) {
                    Files.write(directory.resolve(Path.of(text.getName()).getFileName()), in.readAllBytes());
                }
            }
        }
    }

    static boolean isText(String entry) {
        return TEXT.matcher(entry).matches() && !entry.endsWith(".class");
    }

    private void copyOfJdk(Path directory) throws IOException {
        Path legal = javaHome.resolve("legal/java.base");
        if (!Files.isDirectory(legal)) {
            throw new Problem("there is no " + legal + "; use a JDK that brings its licences");
        }
        Files.createDirectories(directory);
        try (Stream<Path> texts = Files.list(legal)) {
            for (Path text : texts.toList()) {
                Files.write(directory.resolve(text.getFileName()), Files.readAllBytes(text));
            }
        }
    }
}
