package dev.caravel.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The comments of messages and fields, as protoc wrote them into the generated Java sources. */
final class Comments {
    private static final Pattern FIELDS_OF = Pattern.compile("@@protoc_insertion_point\\(interface_extends:(.+)\\)");
    private static final Pattern FIELD = Pattern.compile("\\* <code>.*[ >](\\w+) = \\d+.*;</code>");
    private static final Pattern MESSAGE = Pattern.compile("\\* Protobuf type \\{@code (.+)}");

    private final Map<String, DocComment> byName = new HashMap<>();

    DocComment ofMessage(String message) {
        return byName.getOrDefault(message, DocComment.NONE);
    }

    DocComment ofField(String message, String field) {
        return byName.getOrDefault(message + "#" + field, DocComment.NONE);
    }

    /** @param resource a generated source on the class path */
    void read(String resource) throws IOException {
        try (var stream = Comments.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException(resource + " is not on the class path");
            }
            read(new BufferedReader(new InputStreamReader(stream, UTF_8)));
        }
    }

    private void read(BufferedReader source) throws IOException {
        var message = "";
        List<String> lines = new ArrayList<>();
        var inside = false;
        for (var line = source.readLine(); line != null; line = source.readLine()) {
            var text = line.strip();
            if (text.equals("/**")) {
                lines = new ArrayList<>();
            } else if (text.equals("* <pre>")) {
                inside = true;
            } else if (text.equals("* </pre>")) {
                inside = false;
            } else if (inside) {
                lines.add(text.substring(1));
            } else if (text.startsWith("* <code>")) {
                var field = FIELD.matcher(text);
                if (field.matches()) {
                    byName.putIfAbsent(message + "#" + field.group(1), DocComment.parse(lines));
                }
            } else if (text.startsWith("* Protobuf type")) {
                var type = MESSAGE.matcher(text);
                if (type.matches()) {
                    byName.putIfAbsent(type.group(1), DocComment.parse(lines));
                }
            } else if (text.startsWith("// @@protoc_insertion_point(interface_extends")) {
                var fieldsOf = FIELDS_OF.matcher(text);
                if (fieldsOf.find()) {
                    message = fieldsOf.group(1);
                }
            }
        }
    }
}
