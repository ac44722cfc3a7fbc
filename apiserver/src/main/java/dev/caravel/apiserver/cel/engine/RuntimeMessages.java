package dev.caravel.apiserver.cel.engine;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in upstream's words why an expression came to no result. */
final class RuntimeMessages {
    private static final Pattern PREFIX = Pattern.compile("^evaluation error(?: at <input>:\\d+)?: ");
    private static final Pattern MISSING_KEY = Pattern.compile("key '(.*)' is not present in map\\.?", Pattern.DOTALL);
    private static final Pattern MISSING_FIELD = Pattern.compile("Error resolving field '(.*)'\\..*", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("(?i)index out of bounds: (-?\\d+).*", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("For input string: (\".*\").*", Pattern.DOTALL);
    private static final Pattern OVERLOAD =
            Pattern.compile("No matching overload for function '(.*?)'.*", Pattern.DOTALL);

    private RuntimeMessages() {}

    static String of(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        message = PREFIX.matcher(message).replaceFirst("");
        Matcher key = MISSING_KEY.matcher(message);
        if (key.matches()) {
            return "no such key: " + key.group(1);
        }
        Matcher field = MISSING_FIELD.matcher(message);
        if (field.matches()) {
            return "no such key: " + field.group(1);
        }
        Matcher index = INDEX.matcher(message);
        if (index.matches()) {
            return "index out of bounds: " + index.group(1);
        }
        Matcher number = NUMBER.matcher(message);
        if (number.matches()) {
            return "strconv.ParseInt: parsing " + number.group(1) + ": invalid syntax";
        }
        if (OVERLOAD.matcher(message).matches()) {
            return "no such overload";
        }
        return switch (message) {
            case "/ by zero" -> "division by zero";
            case "long overflow" -> "integer overflow";
            default -> isMissingKey(failure) ? "no such key: " + message : message;
        };
    }

    private static boolean isMissingKey(Exception failure) {
        return failure instanceof CelEvaluationException evaluation
                && evaluation.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
                && !evaluation.getMessage().contains("attribute");
    }
}
