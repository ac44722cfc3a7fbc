package dev.caravel.apiserver.webhook;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.webhook.ReviewFailure.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a server says to a review. Pure.
 *
 * @param contentType empty when there is none
 * @param retryAfter whether the answer tells when to try again
 */
record ReviewAnswer(int status, String contentType, boolean retryAfter, byte[] body) {
    private static final int MAX_SHOWN = 2048;
    private static final String UNREADABLE = "couldn't get version/kind; json parse error: ";

    /** The review that it is. */
    ObjectNode review() throws ReviewFailure {
        if (status < 200 || status > 206) {
            throw refused();
        }
        if (body.length == 0) {
            throw error("0-length response with status code: %d and content type: %s".formatted(status, contentType));
        }
        try {
            return JsonCodec.readObject(body);
        } catch (JacksonException e) {
            throw error(UNREADABLE + e.getOriginalMessage());
        } catch (IOException e) {
            throw error(UNREADABLE + e.getMessage());
        }
    }

    private ReviewFailure refused() {
        boolean timeout = status == 504;
        boolean passing = retryAfter || timeout || status == 429 || status >= 500 && status != 503;
        return new ReviewFailure(timeout ? Result.TIMEOUT : Result.ERROR, passing, words());
    }

    private static ReviewFailure error(String message) {
        return new ReviewFailure(Result.ERROR, false, message);
    }

    /** As clients of Kubernetes say it. */
    private String words() {
        return switch (status) {
            case 400 -> "the server rejected our request for an unknown reason";
            case 401 -> "the server has asked for the client to provide credentials";
            case 403 -> shown();
            case 404 -> "the server could not find the requested resource";
            case 405 -> "the server does not allow this method on the requested resource";
            case 429 -> "the server has received too many requests and has asked us to try again later";
            case 503 -> "the server is currently unable to handle the request";
            case 504 ->
                "the server was unable to return a response in the time allotted, but may still be processing the request";
            default ->
                status >= 500
                        ? "an error on the server (%s) has prevented the request from succeeding"
                                .formatted(TextNode.valueOf(shown()))
                        : "the server responded with the status code %d but did not return more information"
                                .formatted(status);
        };
    }

    private String shown() {
        boolean text = contentType.isEmpty() || contentType.startsWith("text/");
        return text ? new String(body, 0, Math.min(body.length, MAX_SHOWN), StandardCharsets.UTF_8).strip() : "unknown";
    }
}
