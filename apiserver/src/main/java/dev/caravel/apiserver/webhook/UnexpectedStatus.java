package dev.caravel.apiserver.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.webhook.BoundedPost.Answer;
import java.io.IOException;

/** What upstream's client makes of an answer whose HTTP status tells of no success. */
final class UnexpectedStatus {
    private static final int SHOWN = 2048;

    private UnexpectedStatus() {}

    /** @return the message of the {@code Status} that was answered; else words for the code alone */
    static String explain(Answer answer) {
        try {
            ObjectNode body = JsonCodec.readObject(answer.body());
            if (body.path("kind").asText().equals("Status")
                    && !body.path("status").asText().equals("Success")) {
                return body.path("message").asText();
            }
        } catch (IOException e) {
            // Plain text, which the words below quote where it is worth something.
        }
        return words(answer.status(), said(answer));
    }

    private static String words(int status, String said) {
        return switch (status) {
            case 400 -> "the server rejected our request for an unknown reason";
            case 401 -> "the server has asked for the client to provide credentials";
            case 403, 415 -> said;
            case 404 -> "the server could not find the requested resource";
            case 405 -> "the server does not allow this method on the requested resource";
            case 406 -> "the server was unable to respond with a content type that the client supports";
            case 409 -> "the server reported a conflict";
            case 422 -> "the server rejected our request due to an error in our request";
            case 429 -> "the server has received too many requests and has asked us to try again later";
            case 503 -> "the server is currently unable to handle the request";
            case 504 ->
                "the server was unable to return a response in the time allotted, but may still be processing the request";
            default ->
                status >= 500
                        ? "an error on the server (\"%s\") has prevented the request from succeeding".formatted(said)
                        : "the server responded with the status code %d but did not return more information"
                                .formatted(status);
        };
    }

    private static String said(Answer answer) {
        boolean text = answer.contentType().isEmpty() || answer.contentType().startsWith("text/");
        String said = text ? new String(answer.body(), UTF_8).strip() : "";
        if (said.isEmpty()) {
            return "unknown";
        }
        return said.length() > SHOWN ? said.substring(0, SHOWN) : said;
    }
}
