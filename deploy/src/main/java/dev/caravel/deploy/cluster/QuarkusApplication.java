package dev.caravel.deploy.cluster;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Quarkus application in its directory (a "fast-jar"), as a plain class path.
 *
 * @param classPath changed classes come before those that they were made from
 */
record QuarkusApplication(String mainClass, String classPath) {
    /** What Quarkus' own launcher sets before it starts the main class. */
    static final List<String> JVM_FLAGS = List.of(
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "--add-opens=java.base/java.lang=ALL-UNNAMED");

    private static final List<String> IN_ORDER = List.of(
            "quarkus/transformed-bytecode.jar", "quarkus/generated-bytecode.jar", "app", "lib/boot", "lib/main");

    static QuarkusApplication in(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String place : IN_ORDER) {
            jars.addAll(jarsAt(directory.resolve(place)));
        }
        return new QuarkusApplication(
                mainClass(directory.resolve("quarkus/quarkus-application.dat")),
                jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    private static List<Path> jarsAt(Path place) throws IOException {
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** The file begins with a magic number, a version and the name. */
    private static String mainClass(Path description) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(description))) {
            in.readInt();
            in.readInt();
            return in.readUTF();
        }
    }
}
