package dev.caravel.apiserver.cel.validation;

import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule's {@code fieldPath}: {@code .spec.labels['app']}, from the value that the rule is about. */
final class RuleFieldPath {
    private static final Pattern PART =
            Pattern.compile("\\.([^.\\[\\]]+)|\\['((?:[^'\\\\]|\\\\.)*+)'\\]|\\.?\\[([^'\\]]+)\\]");

    private RuleFieldPath() {}

    /** As field errors write it; the text itself when it is no path. */
    static String normalized(String fieldPath) {
        Matcher part = PART.matcher(fieldPath);
        StringBuilder path = new StringBuilder();
        int end = 0;
        while (part.lookingAt()) {
            String name = part.group(1) != null ? part.group(1) : part.group(2) != null ? part.group(2) : part.group(3);
            String next = part.group(1) != null || path.isEmpty()
                    ? FieldPath.child(path.toString(), name)
                    : FieldPath.key(path.toString(), name);
            path.setLength(0);
            path.append(next);
            end = part.end();
            part.region(end, fieldPath.length());
        }
        return end == fieldPath.length() && end > 0 ? path.toString() : fieldPath;
    }

    /** Whether the path leads through fields and keys that the schema has; elements of lists cannot be named. */
    static boolean isValid(String fieldPath, StructuralSchema schema) {
        Matcher part = PART.matcher(fieldPath);
        StructuralSchema at = schema;
        int end = 0;
        while (part.lookingAt()) {
            String name = part.group(1) != null ? part.group(1) : part.group(2);
            if (name == null) {
                return false;
            }
            Optional<StructuralSchema> next = at.property(name);
            if (next.isEmpty()) {
                return false;
            }
            at = next.get();
            end = part.end();
            part.region(end, fieldPath.length());
        }
        return end > 0 && end == fieldPath.length();
    }
}
