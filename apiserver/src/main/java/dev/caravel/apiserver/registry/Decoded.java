package dev.caravel.apiserver.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was noticed when the body of a write was read, which {@code fieldValidation} is to judge together with the fields that
 * the type does not have.
 *
 * @param source what was read, for the form of the answer
 * @param duplicates what was said twice, in upstream's words
 * @param shown the patch as messages show it; empty when they show the patched object
 */
public record Decoded(Source source, List<String> duplicates, String shown) {
    /** Where the object comes from. */
    public enum Source {
        JSON,
        YAML,
        PATCH
    }

    public static final Decoded PLAIN = new Decoded(Source.JSON, List.of());

    public Decoded(Source source, List<String> duplicates) {
        this(source, duplicates, "");
    }

    public Decoded {
        duplicates = List.copyOf(duplicates);
    }

    /** All that is wrong, one by one. */
    List<String> warnings(List<String> unknown) {
        return source == Source.JSON
                ? Stream.concat(named(unknown), duplicates.stream()).toList()
                : Stream.concat(duplicates.stream(), named(unknown)).toList();
    }

    /** All that is wrong as one error's text. */
    String error(List<String> unknown) {
        List<String> faults = new ArrayList<>();
        if (source == Source.YAML && !duplicates.isEmpty()) {
            faults.add(yamlError(duplicates));
            faults.addAll(named(unknown).toList());
        } else {
            faults.addAll(warnings(unknown));
        }
        return "strict decoding error: " + String.join(", ", faults);
    }

    public static String yamlError(List<String> lines) {
        return "yaml: unmarshal errors:\n  " + String.join("\n  ", lines);
    }

    private static Stream<String> named(List<String> unknown) {
        return unknown.stream().map(path -> "unknown field \"" + path + "\"");
    }
}
