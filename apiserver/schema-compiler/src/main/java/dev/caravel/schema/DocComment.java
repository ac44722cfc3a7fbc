package dev.caravel.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The comment of a type or a field: prose, and the markers of the API conventions ({@code +listType=map}).
 *
 * @param markers by name; a marker without a value has the value ""
 */
record DocComment(String description, Map<String, List<String>> markers) {
    private static final Pattern LIST_ITEM = Pattern.compile("([-*]|\\d+\\.) ");

    static final DocComment NONE = new DocComment("", Map.of());

    /** Reads the lines between the comment's delimiters, as they stand in generated Java. */
    static DocComment parse(List<String> javadocLines) {
        var prose = new StringBuilder();
        var markers = new LinkedHashMap<String, List<String>>();
        var ended = false;
        for (var javadocLine : javadocLines) {
            var line = unescape(javadocLine).strip();
            if (line.startsWith("+")) {
                var marker = line.substring(1).split("=", 2);
                markers.computeIfAbsent(marker[0].strip(), _ -> new ArrayList<>())
                        .add(marker.length == 2 ? marker[1].strip() : "");
            } else if (line.equals("---")) {
                ended = true; // by convention what follows is for developers of Kubernetes
            } else if (!ended && !line.startsWith("TODO")) {
                append(prose, line);
            }
        }
        return new DocComment(prose.toString().strip(), markers);
    }

    boolean has(String marker) {
        return markers.containsKey(marker);
    }

    Optional<String> value(String marker) {
        return values(marker).stream().findFirst();
    }

    List<String> values(String marker) {
        return markers.getOrDefault(marker, List.of());
    }

    /** Lines of one paragraph are joined; an empty line starts a new one, and an item of a list a new line. */
    private static void append(StringBuilder prose, String line) {
        if (line.isEmpty()) {
            if (!prose.isEmpty() && prose.charAt(prose.length() - 1) != '\n') {
                prose.append("\n\n");
            }
            return;
        }
        if (!prose.isEmpty() && prose.charAt(prose.length() - 1) != '\n') {
            prose.append(LIST_ITEM.matcher(line).lookingAt() ? '\n' : ' ');
        }
        prose.append(line);
    }

    private static String unescape(String line) {
        return line.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#64;", "@")
                .replace("&#42;", "*")
                .replace("&#47;", "/")
                .replace("&#92;", "\\")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
