package dev.caravel.nativeimage;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Reads what class path entries have in {@code META-INF/native-image}: arguments and reachability metadata. */
final class ImageConfiguration {
    private static final String PROPERTIES = "native-image.properties";

    /** Files of metadata, and the builder's option that takes each. */
    private static final Map<String, String> METADATA = Map.of(
            "reachability-metadata.json", "ReachabilityMetadataResources",
            "reflect-config.json", "ReflectionConfigurationResources",
            "jni-config.json", "JNIConfigurationResources",
            "proxy-config.json", "DynamicProxyConfigurationResources",
            "resource-config.json", "ResourceConfigurationResources",
            "serialization-config.json", "SerializationConfigurationResources",
            "predefined-classes-config.json", "PredefinedClassesConfigurationResources");

    private final ImageRequest request;
    private final ArgumentReader arguments;

    ImageConfiguration(ImageRequest request, ArgumentReader arguments) {
        this.request = request;
        this.arguments = arguments;
    }

    void readAll() throws IOException {
        for (Path entry : List.copyOf(request.classPath())) {
            readEntry(entry);
        }
    }

    private void readEntry(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            readBelow(entry, entry);
        } else if (Files.exists(entry) && entry.toString().endsWith(".jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + entry.toUri()), Map.of())) {
                readBelow(entry, jar.getPath("/"));
            }
        }
    }

    private void readBelow(Path entry, Path root) throws IOException {
        Path configuration = root.resolve("META-INF/native-image");
        if (!Files.isDirectory(configuration)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(configuration)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            readFile(entry, root, file);
        }
    }

    private void readFile(Path entry, Path root, Path file) throws IOException {
        String name = file.getFileName().toString();
        String resource = root.relativize(file).toString();
        if (request.excludes(entry, resource)) {
            return;
        }
        Origin origin = new Origin(file.toUri().toString());
        if (METADATA.containsKey(name)) {
            request.addBuilderOption("-H:" + METADATA.get(name) + "=" + resource, origin.throughApi());
        } else if (name.equals(PROPERTIES)) {
            readProperties(file, root.relativize(file.getParent()).toString(), origin);
        }
    }

    /** In them, {@code ${.}} is the resource directory that they are in. */
    private void readProperties(Path file, String directory, Origin origin) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Words.of(properties.getProperty("JavaArgs", "").replace("${.}", directory))
                .forEach(request::addJvmOption);
        arguments.read(Words.of(properties.getProperty("Args", "").replace("${.}", directory)), origin);
    }
}
