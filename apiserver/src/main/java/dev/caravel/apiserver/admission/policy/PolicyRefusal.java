package dev.caravel.apiserver.admission.policy;

import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a policy refuses a request.
 *
 * @param binding empty when it is the policy itself that cannot be applied
 * @param reason of the Status; empty for {@code Invalid}
 */
record PolicyRefusal(String kind, String policy, String binding, String message, String reason) {
    ApiException asException(AdmissionRequest request) {
        String through = binding.isEmpty() ? "" : " with binding '" + binding + "'";
        String text = "%s '%s'%s denied request: %s".formatted(kind, policy, through, message);
        Status forbidden = request.forbidden(text).status();
        String stated = reason.isEmpty() ? "Invalid" : reason;
        return new ApiException(new Status(
                code(stated),
                stated,
                forbidden.message(),
                forbidden.details().map(details -> withCause(details, text)).or(Optional::empty)));
    }

    private static Status.Details withCause(Status.Details details, String text) {
        List<Status.Cause> causes = new ArrayList<>(details.causes());
        causes.add(new Status.Cause("", text, ""));
        return new Status.Details(
                details.name(), details.group(), details.kind(), details.uid(), causes, details.retryAfterSeconds());
    }

    private static int code(String reason) {
        return switch (reason) {
            case "Unauthorized" -> 401;
            case "Forbidden" -> 403;
            case "RequestEntityTooLarge" -> 413;
            default -> 422;
        };
    }
}
