package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.util.Base64;

/**
 * Where a list goes on; upstream's form, base64url of JSON.
 *
 * @param revision of all pages of the list
 * @param start the first key of the next page, relative to the collection
 */
record ContinueToken(long revision, String start) {
    private static final String VERSION = "meta.k8s.io/v1";
    /** In place of a revision: of a list that goes on with whatever there is now. */
    private static final long NEWEST = -1;

    static ContinueToken inconsistent(String start) {
        return new ContinueToken(NEWEST, start);
    }

    /** The revision to read at; 0 for the newest. */
    long readAt() {
        return Math.max(0, revision);
    }

    String encode() {
        ObjectNode json = JsonCodec.object();
        json.put("v", VERSION).put("rv", revision).put("start", start);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonCodec.write(json));
    }

    private static boolean isRevision(long revision) {
        return revision > 0 || revision == NEWEST;
    }

    static ContinueToken decode(String token) {
        try {
            ObjectNode json = JsonCodec.readObject(Base64.getUrlDecoder().decode(token));
            if (json.path("v").asText().equals(VERSION)
                    && isRevision(json.path("rv").asLong())) {
                return new ContinueToken(
                        json.path("rv").asLong(), json.path("start").asText());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw Statuses.badRequest("continue key is not valid: " + e.getMessage());
        }
        throw Statuses.badRequest("continue key is not valid: server does not recognize this encoded version");
    }
}
