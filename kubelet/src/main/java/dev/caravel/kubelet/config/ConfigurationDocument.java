package dev.caravel.kubelet.config;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a KubeletConfiguration file by their dotted path, with overrides laid over them. Readers throw
 * IllegalArgumentException naming the field when its type is another.
 */
public final class ConfigurationDocument {
    private static final String API_VERSION = "kubelet.config.k8s.io/v1beta1";
    private static final String KIND = "KubeletConfiguration";

    private final Map<String, Object> root;

    private ConfigurationDocument(Map<String, Object> root) {
        this.root = root;
    }

    /** Of flags alone. */
    public static ConfigurationDocument of(Map<String, Object> overrides) {
        ConfigurationDocument document = new ConfigurationDocument(new LinkedHashMap<>());
        overrides.forEach(document::put);
        return document;
    }

    /**
     * @throws IllegalArgumentException when the file is of another kind or cannot be read
     */
    public static ConfigurationDocument read(Path file, Map<String, Object> overrides) {
        ConfigurationDocument document = parse(text(file));
        overrides.forEach(document::put);
        return document;
    }

    @SuppressWarnings("unchecked")
    static ConfigurationDocument parse(String yaml) {
        Map<String, Object> root = Serialization.unmarshal(yaml, LinkedHashMap.class);
        if (!API_VERSION.equals(root.get("apiVersion")) || !KIND.equals(root.get("kind"))) {
            throw new IllegalArgumentException("no kind \"" + root.get("kind") + "\" is registered for version \""
                    + root.get("apiVersion") + "\", expected " + API_VERSION + " " + KIND);
        }
        return new ConfigurationDocument(root);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("failed to read kubelet config file " + file + ": " + e, e);
        }
    }

    public Map<String, Object> toMap() {
        return root;
    }

    public String text(String path, String absent) {
        Object value = get(path);
        return value == null || value.toString().isEmpty() ? absent : value.toString();
    }

    public Optional<Path> path(String path) {
        String value = text(path, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
    }

    public int number(String path, int absent) {
        return switch (get(path)) {
            case null -> absent;
            case Number number -> number.intValue();
            case Object other -> throw wrongType(path, other);
        };
    }

    public boolean flag(String path, boolean absent) {
        return switch (get(path)) {
            case null -> absent;
            case Boolean flag -> flag;
            case Object other -> throw wrongType(path, other);
        };
    }

    public Duration duration(String path, Duration absent) {
        String value = text(path, "");
        return value.isEmpty() ? absent : GoDuration.parse(value);
    }

    public List<?> list(String path) {
        return switch (get(path)) {
            case null -> List.of();
            case List<?> list -> list;
            case Object other -> throw wrongType(path, other);
        };
    }

    public List<String> texts(String path) {
        return list(path).stream().map(String::valueOf).toList();
    }

    public Map<String, String> map(String path) {
        Map<String, String> map = new LinkedHashMap<>();
        switch (get(path)) {
            case null -> {}
            case Map<?, ?> fields -> fields.forEach((key, value) -> map.put(key.toString(), String.valueOf(value)));
            case Object other -> throw wrongType(path, other);
        }
        return map;
    }

    private Object get(String path) {
        Object at = root;
        for (String step : path.split("\\.")) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(step);
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private void put(String path, Object value) {
        Map<String, Object> at = root;
        String[] steps = path.split("\\.");
        for (int i = 0; i < steps.length - 1; i++) {
            at = (Map<String, Object>) at.computeIfAbsent(steps[i], _ -> new LinkedHashMap<String, Object>());
        }
        at.put(steps[steps.length - 1], value);
    }

    private static IllegalArgumentException wrongType(String path, Object value) {
        return new IllegalArgumentException("invalid value for " + path + ": " + value);
    }
}
