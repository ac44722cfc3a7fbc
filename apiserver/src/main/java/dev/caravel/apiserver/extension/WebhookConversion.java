package dev.caravel.apiserver.extension;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.conversion.Conversion;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.webhook.ClientConfig;
import dev.caravel.apiserver.webhook.WebhookClient;
import dev.caravel.apiserver.webhook.WebhookException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * {@code spec.conversion.strategy: Webhook}: a {@code ConversionReview} of {@code apiextensions.k8s.io/v1} for every object that
 * is in another version than is wanted. What the webhook makes of labels and annotations counts, other metadata stays.
 */
record WebhookConversion(WebhookClient client, ClientConfig config, String served, String stored)
        implements Conversion {
    private static final String API_VERSION = "apiextensions.k8s.io/v1";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    WebhookConversion {
        requireNonNull(client, "client is null");
        requireNonNull(config, "config is null");
    }

    @Override
    public ObjectNode toStorage(ObjectNode object) {
        return as(stored, object);
    }

    @Override
    public ObjectNode fromStorage(ObjectNode object) {
        return as(served, object);
    }

    private ObjectNode as(String apiVersion, ObjectNode object) {
        if (object.path("apiVersion").asText().equals(apiVersion)) {
            return object;
        }
        String uid = UUID.randomUUID().toString();
        ObjectNode review = JsonCodec.object().put("kind", "ConversionReview").put("apiVersion", API_VERSION);
        ObjectNode request = review.putObject("request").put("uid", uid).put("desiredAPIVersion", apiVersion);
        request.putArray("objects").add(object);
        try {
            return converted(apiVersion, object, uid, client.call(config, review, TIMEOUT));
        } catch (WebhookException e) {
            throw failed(object, e.getMessage());
        }
    }

    private static ObjectNode converted(String apiVersion, ObjectNode object, String uid, ObjectNode answer) {
        JsonNode response = answer.path("response");
        if (!answer.path("kind").asText().equals("ConversionReview")
                || !answer.path("apiVersion").asText().equals(API_VERSION)
                || !response.path("uid").asText().equals(uid)) {
            throw failed(object, "the answer is no ConversionReview for the request");
        }
        if (!response.at("/result/status").asText().equals("Success")) {
            throw failed(object, response.at("/result/message").asText("the webhook gave no reason"));
        }
        JsonNode objects = response.path("convertedObjects");
        if (objects.size() != 1 || !(objects.get(0) instanceof ObjectNode made)) {
            throw failed(object, "webhook returned %d objects, expected 1".formatted(objects.size()));
        }
        if (!made.path("apiVersion").asText().equals(apiVersion)
                || !made.path("kind").equals(object.path("kind"))) {
            throw failed(
                    object,
                    "webhook returned %s, Kind=%s, expected %s"
                            .formatted(
                                    made.path("apiVersion").asText(),
                                    made.path("kind").asText(),
                                    apiVersion));
        }
        return withMetadata(object, made);
    }

    private static ObjectNode withMetadata(ObjectNode object, ObjectNode made) {
        ObjectNode metadata =
                object.path("metadata") instanceof ObjectNode present ? present.deepCopy() : JsonCodec.object();
        for (String field : List.of("labels", "annotations")) {
            JsonNode said = made.path("metadata").path(field);
            if (said.isObject()) {
                metadata.set(field, said);
            } else {
                metadata.remove(field);
            }
        }
        made.set("metadata", metadata);
        return made;
    }

    private static ApiException failed(ObjectNode object, String why) {
        return Statuses.internal("conversion webhook for %s, Kind=%s failed: %s"
                .formatted(
                        object.path("apiVersion").asText(), object.path("kind").asText(), why));
    }
}
