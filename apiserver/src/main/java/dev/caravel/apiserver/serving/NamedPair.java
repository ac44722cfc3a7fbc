package dev.caravel.apiserver.serving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A value of {@code --tls-sni-cert-key}.
 *
 * @param names patterns of the names that clients ask for; empty for the certificate's own
 */
public record NamedPair(Path certificate, Path privateKey, List<String> names) {
    private static final String SEPARATOR = "\n";

    public NamedPair {
        names = List.copyOf(names);
    }

    /** @throws IllegalArgumentException when it names no pair of files, or one that is not there */
    static NamedPair parse(String value) {
        String[] parts = value.split(":", 2);
        String[] files = parts[0].split(",");
        if (files.length != 2 || files[0].isBlank() || files[1].isBlank()) {
            throw new IllegalArgumentException(
                    "invalid argument \"%s\" for \"--tls-sni-cert-key\" flag: expected comma".formatted(value)
                            + " separated certificate and key file paths");
        }
        for (String file : files) {
            if (!Files.isReadable(Path.of(file.strip()))) {
                throw new IllegalArgumentException(
                        "failed to load SNI cert and key: open %s: no such file or directory".formatted(file.strip()));
            }
        }
        List<String> names = parts.length == 1
                ? List.of()
                : Arrays.stream(parts[1].split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        return new NamedPair(Path.of(files[0].strip()), Path.of(files[1].strip()), names);
    }

    /** Checked, and as one value of configuration. */
    public static String join(List<String> values) {
        values.forEach(NamedPair::parse);
        return String.join(SEPARATOR, values);
    }

    static List<NamedPair> split(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split(SEPARATOR)).map(NamedPair::parse).toList();
    }
}
