package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.resource.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Who a request's field manager is: the one that it names, or else the program that sends it. Pure. */
final class FieldManagers {
    private static final int MAX_LENGTH = 128;

    private FieldManagers() {}

    static String of(Call call) {
        String named = call.parameter("fieldManager");
        return named.isEmpty() ? ofUserAgent(call.header("User-Agent")) : named;
    }

    /** What is before the first slash, as far as it is printable and fits. */
    static String ofUserAgent(String userAgent) {
        StringBuilder name = new StringBuilder();
        int bytes = 0;
        for (int point : userAgent.split("/", 2)[0].codePoints().toArray()) {
            if (!isPrintable(point)) {
                continue;
            }
            int length = Character.toString(point).getBytes(UTF_8).length;
            if (bytes + length > MAX_LENGTH) {
                break;
            }
            bytes += length;
            name.appendCodePoint(point);
        }
        return name.toString();
    }

    static List<FieldError> validate(String manager) {
        List<FieldError> errors = new ArrayList<>();
        if (manager.getBytes(UTF_8).length > MAX_LENGTH) {
            errors.add(new FieldError(
                    FieldError.Type.TOO_LONG,
                    "fieldManager",
                    "Too long: may not be more than " + MAX_LENGTH + " bytes"));
        }
        int position = 0;
        for (int point : manager.codePoints().toArray()) {
            if (!isPrintable(point)) {
                errors.add(FieldError.invalid(
                        "fieldManager",
                        quote(manager),
                        "invalid character U+%04X (at position %d)".formatted(point, position)));
            }
            position += Character.toString(point).getBytes(UTF_8).length;
        }
        return errors;
    }

    /** Go's idea of it: letters, marks, numbers, punctuation, symbols, and the plain blank. */
    private static boolean isPrintable(int point) {
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
