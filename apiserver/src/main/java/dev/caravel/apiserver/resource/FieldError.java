package dev.caravel.apiserver.resource;

/**
 * One thing that is wrong with one field, in upstream's form.
 *
 * @param type upstream's cause reason, which also decides the wording
 * @param field the path, for example {@code spec.containers[0].name}
 * @param message the whole message of the {@code Status} cause, for example {@code Required value: must be set}
 */
public record FieldError(Type type, String field, String message) {
    /** Causes of validation failures; the constant's text is the {@code reason} on the wire. */
    public enum Type {
        REQUIRED("FieldValueRequired"),
        INVALID("FieldValueInvalid"),
        NOT_SUPPORTED("FieldValueNotSupported"),
        DUPLICATE("FieldValueDuplicate"),
        FORBIDDEN("FieldValueForbidden"),
        NOT_FOUND("FieldValueNotFound"),
        TOO_LONG("FieldValueTooLong"),
        TOO_MANY("FieldValueTooMany"),
        TYPE_INVALID("FieldValueTypeInvalid"),
        INTERNAL("InternalError");

        private final String reason;

        Type(String reason) {
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    public static FieldError required(String field, String detail) {
        return new FieldError(Type.REQUIRED, field, detail.isEmpty() ? "Required value" : "Required value: " + detail);
    }

    /** @param value as upstream prints it: strings quoted, objects as JSON */
    public static FieldError invalid(String field, String value, String detail) {
        return new FieldError(Type.INVALID, field, "Invalid value: " + value + ": " + detail);
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError(Type.FORBIDDEN, field, "Forbidden: " + detail);
    }

    public static FieldError duplicate(String field, String value) {
        return new FieldError(Type.DUPLICATE, field, "Duplicate value: " + value);
    }

    /** @param supported in the order in which they are to be listed */
    public static FieldError notSupported(String field, String value, java.util.List<String> supported) {
        var list = supported.stream().map(one -> '"' + one + '"').collect(java.util.stream.Collectors.joining(", "));
        return new FieldError(Type.NOT_SUPPORTED, field, "Unsupported value: " + value + ": supported values: " + list);
    }

    public static FieldError notFound(String field, String value) {
        return new FieldError(Type.NOT_FOUND, field, "Not found: " + value);
    }

    /** A value that is not of the type that the schema says. */
    public static FieldError typeInvalid(String field, String value, String detail) {
        return new FieldError(Type.TYPE_INVALID, field, "Invalid value: " + value + ": " + detail);
    }

    public static FieldError tooLong(String field, long max) {
        return new FieldError(
                Type.TOO_LONG,
                field,
                "Too long: may not be more than %d %s".formatted(max, max == 1 ? "byte" : "bytes"));
    }

    public static FieldError tooMany(String field, long actual, long max) {
        return new FieldError(
                Type.TOO_MANY,
                field,
                "Too many: %d: must have at most %d %s".formatted(actual, max, max == 1 ? "item" : "items"));
    }

    /** {@code spec.replicas: Invalid value: -1: must be greater than or equal to 0}. */
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
