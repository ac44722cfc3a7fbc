package dev.caravel.apiserver.status;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Status.Cause;
import dev.caravel.apiserver.status.Status.Details;
import java.util.List;
import java.util.Optional;

/** Makes the errors of the API in upstream's words; the one place where they are made. */
public final class Statuses {
    private Statuses() {}

    public static ApiException notFound(GroupResource resource, String name) {
        return of(
                404,
                "NotFound",
                "%s \"%s\" not found".formatted(resource, name),
                details(resource, name, List.of(), 0));
    }

    /** The path itself is not served. */
    public static ApiException noSuchPath() {
        return new ApiException(new Status(
                404,
                "NotFound",
                "the server could not find the requested resource",
                Optional.of(new Details("", "", "", "", List.of(), 0))));
    }

    public static ApiException alreadyExists(GroupResource resource, String name) {
        return of(
                409,
                "AlreadyExists",
                "%s \"%s\" already exists".formatted(resource, name),
                details(resource, name, List.of(), 0));
    }

    public static ApiException conflict(GroupResource resource, String name, String why) {
        return of(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(resource, name, why),
                details(resource, name, List.of(), 0));
    }

    /** The optimistic lock failed. */
    public static ApiException modified(GroupResource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiException invalid(String group, String kind, String name, List<FieldError> errors) {
        List<Cause> causes = errors.stream()
                .map(e -> new Cause(e.type().reason(), e.message(), e.field()))
                .toList();
        List<String> texts =
                errors.stream().map(FieldError::toString).distinct().toList();
        String all = texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
        String qualified = group.isEmpty() ? kind : kind + "." + group;
        return of(
                422,
                "Invalid",
                "%s \"%s\" is invalid: %s".formatted(qualified, name, all),
                new Details(name, group, kind, "", causes, 0));
    }

    public static ApiException badRequest(String message) {
        return new ApiException(new Status(400, "BadRequest", message, Optional.empty()));
    }

    public static ApiException unauthorized() {
        return new ApiException(new Status(401, "Unauthorized", "Unauthorized", Optional.empty()));
    }

    public static ApiException forbidden(GroupResource resource, String name, String why) {
        String subject = name.isEmpty() ? resource.toString() : "%s \"%s\"".formatted(resource, name);
        return of(
                403, "Forbidden", "%s is forbidden: %s".formatted(subject, why), details(resource, name, List.of(), 0));
    }

    public static ApiException methodNotAllowed(GroupResource resource, String verb) {
        return of(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                details(resource, "", List.of(), 0));
    }

    public static ApiException unsupportedMediaType(String message) {
        return new ApiException(new Status(415, "UnsupportedMediaType", message, Optional.empty()));
    }

    public static ApiException expired(String message) {
        return new ApiException(new Status(410, "Expired", message, Optional.empty()));
    }

    /** A list that can go on only with what there is now. */
    public static ApiException expired(String message, String continueToken) {
        return new ApiException(new Status(410, "Expired", message, Optional.empty(), continueToken));
    }

    public static ApiException tooManyRequests(String message, int retryAfterSeconds) {
        return new ApiException(new Status(
                429,
                "TooManyRequests",
                message,
                Optional.of(new Details("", "", "", "", List.of(), retryAfterSeconds))));
    }

    public static ApiException timeout(String message) {
        return new ApiException(new Status(504, "Timeout", message, Optional.empty()));
    }

    /** A revision that is still to come, or is another cluster's. */
    public static ApiException tooLargeResourceVersion(long wanted, long current) {
        return new ApiException(new Status(
                504,
                "Timeout",
                "Timeout: Too large resource version: %d, current: %d".formatted(wanted, current),
                Optional.of(new Details(
                        "",
                        "",
                        "",
                        "",
                        List.of(new Cause("ResourceVersionTooLarge", "Too large resource version", "")),
                        1))));
    }

    public static ApiException serviceUnavailable(String message) {
        return new ApiException(new Status(503, "ServiceUnavailable", message, Optional.empty()));
    }

    public static ApiException internal(String message) {
        return new ApiException(new Status(
                500,
                "InternalError",
                "Internal error occurred: " + message,
                Optional.of(new Details("", "", "", "", List.of(new Cause("", message, "")), 0))));
    }

    /** What upstream answers to a well-formed patch that does not apply; it keeps the reason to itself. */
    public static ApiException unprocessable() {
        return of(
                422,
                "Invalid",
                "the server rejected our request due to an error in our request",
                new Details("", "", "", "", List.of(), 0));
    }

    public static ApiException requestEntityTooLarge(String message) {
        return new ApiException(
                new Status(413, "RequestEntityTooLarge", "Request entity too large: " + message, Optional.empty()));
    }

    /** An error that upstream has not classified: 500 without a reason, the message as it is. */
    public static ApiException unclassified(String message) {
        return new ApiException(new Status(500, "", message, Optional.empty()));
    }

    private static Details details(GroupResource resource, String name, List<Cause> causes, int retryAfterSeconds) {
        return new Details(name, resource.group(), resource.resource(), "", causes, retryAfterSeconds);
    }

    private static ApiException of(int code, String reason, String message, Details details) {
        return new ApiException(new Status(code, reason, message, Optional.of(details)));
    }
}
