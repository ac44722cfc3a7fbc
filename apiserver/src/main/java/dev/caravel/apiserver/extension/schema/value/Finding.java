package dev.caravel.apiserver.extension.schema.value;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;

/**
 * One thing that is wrong with a value.
 *
 * @param text in which two findings differ if they are not the same
 */
record Finding(String text, Report report) {
    private static final String NOWHERE = "<nil>";

    /** Makes the error that clients see. */
    @FunctionalInterface
    interface Report {
        FieldError at(String field);
    }

    /** Of the value as a whole. */
    static Finding overall(String text) {
        return new Finding(text, root -> FieldError.invalid(root, "\"\"", text));
    }

    /**
     * Of the value at a path.
     *
     * @param path within what is checked; in {@code text} it is as it is here
     */
    static Finding of(String path, String text, Report report) {
        return new Finding(text, root -> report.at(field(root, path)));
    }

    static Finding invalid(String path, String shown, String text) {
        return of(path, text, field -> FieldError.invalid(field, shown, text));
    }

    static Finding typeInvalid(String path, String wanted, String found) {
        String text = "%s in body must be of type %s: %s".formatted(path, wanted, GoText.quote(found));
        return of(path, text, field -> FieldError.typeInvalid(field, GoText.quote(found), text));
    }

    private static String field(String root, String path) {
        String within = path.startsWith(".") ? path.substring(1) : path;
        if (within.isEmpty()) {
            return root;
        }
        return root.equals(NOWHERE) ? within : FieldPath.child(root, within);
    }

    /** @param prefix where what is checked is within the object; empty for the object itself */
    FieldError error(String prefix) {
        return report.at(prefix.isEmpty() ? NOWHERE : prefix);
    }
}
