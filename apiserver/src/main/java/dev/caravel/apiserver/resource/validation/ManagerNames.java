package dev.caravel.apiserver.resource.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.List;

/** What names field managers may have. Pure. */
public final class ManagerNames {
    public static final int MAX_BYTES = 128;
    private static final int MAX_SUBRESOURCE = 256;

    private ManagerNames() {}

    public static List<FieldError> faults(String path, String manager) {
        List<FieldError> faults = new ArrayList<>();
        if (manager.getBytes(UTF_8).length > MAX_BYTES) {
            faults.add(tooLong(path, MAX_BYTES));
        }
        int position = 0;
        for (int point : manager.codePoints().toArray()) {
            if (!isPrintable(point)) {
                faults.add(FieldError.invalid(
                        path, quote(manager), "invalid character U+%04X (at position %d)".formatted(point, position)));
            }
            position += Character.toString(point).getBytes(UTF_8).length;
        }
        return faults;
    }

    /** Of {@code metadata.managedFields}. */
    static void entries(JsonNode managedFields, List<FieldError> errors) {
        for (int i = 0; i < managedFields.size(); i++) {
            JsonNode entry = managedFields.get(i);
            String path = FieldPath.index("metadata.managedFields", i);
            errors.addAll(faults(
                    FieldPath.child(path, "manager"), entry.path("manager").asText()));
            if (entry.path("subresource").asText().length() > MAX_SUBRESOURCE) {
                errors.add(tooLong(FieldPath.child(path, "subresource"), MAX_SUBRESOURCE));
            }
        }
    }

    private static FieldError tooLong(String path, int limit) {
        return new FieldError(FieldError.Type.TOO_LONG, path, "Too long: may not be more than " + limit + " bytes");
    }

    /** Go's idea of it: letters, marks, numbers, punctuation, symbols, and the plain blank. */
    public static boolean isPrintable(int point) {
        return point == ' '
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                case '"', '\\' -> quoted.append('\\').appendCodePoint(point);
                default -> {
                    if (isPrintable(point)) {
                        quoted.appendCodePoint(point);
                    } else {
                        quoted.append(point < 0x80 ? "\\x%02x".formatted(point) : "\\u%04x".formatted(point));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
