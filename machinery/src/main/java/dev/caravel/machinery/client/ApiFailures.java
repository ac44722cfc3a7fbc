package dev.caravel.machinery.client;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What an API server's refusal says. */
public final class ApiFailures {
    private ApiFailures() {}

    /** The API server's own words, without the client's around them. */
    public static String messageOf(KubernetesClientException failure) {
        Status status = failure.getStatus();
        return status == null || status.getMessage() == null ? failure.getMessage() : status.getMessage();
    }

    /** The words for any failure, an API server's or not; those of the cause, where one thread tells of another's. */
    public static String messageOf(Throwable failure) {
        return switch (failure) {
            case KubernetesClientException refused -> messageOf(refused);
            case CompletionException outer when outer.getCause() != null -> messageOf(outer.getCause());
            case ExecutionException outer when outer.getCause() != null -> messageOf(outer.getCause());
            default -> failure.toString();
        };
    }

    public static boolean isNotFound(Exception failure) {
        return hasCode(failure, HttpURLConnection.HTTP_NOT_FOUND);
    }

    /** Changed meanwhile, or exists already. */
    public static boolean isConflict(Exception failure) {
        return hasCode(failure, HttpURLConnection.HTTP_CONFLICT);
    }

    public static boolean isAlreadyExists(KubernetesClientException failure) {
        return isConflict(failure)
                && failure.getStatus() != null
                && "AlreadyExists".equals(failure.getStatus().getReason());
    }

    /** Nothing can be created in a namespace that is being deleted: there is nothing to retry. */
    public static boolean isNamespaceTerminating(Exception failure) {
        return failure instanceof KubernetesClientException refused
                && refused.getStatus() != null
                && refused.getStatus().getDetails() != null
                && refused.getStatus().getDetails().getCauses().stream()
                        .map(StatusCause::getReason)
                        .anyMatch("NamespaceTerminating"::equals);
    }

    private static boolean hasCode(Exception failure, int code) {
        return failure instanceof KubernetesClientException refused && refused.getCode() == code;
    }
}
