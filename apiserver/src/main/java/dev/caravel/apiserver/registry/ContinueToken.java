package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.util.Arrays;
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
        json.put("v", VERSION).put("rv", revision).put("start", "/" + start);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonCodec.write(json));
    }

    /** @throws dev.caravel.apiserver.status.ApiException when no server made it */
    static ContinueToken decode(String token) {
        ObjectNode json;
        try {
            json = JsonCodec.readObject(Base64.getUrlDecoder().decode(token));
        } catch (JsonProcessingException e) {
            throw notValid(e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw notValid(e.getMessage());
        }
        String version = json.path("v").asText();
        if (!version.equals(VERSION)) {
            throw notValid("server does not recognize this encoded version \"%s\"".formatted(version));
        }
        long revision = json.path("rv").asLong();
        if (revision <= 0 && revision != NEWEST) {
            throw notValid("incorrect encoded start resourceVersion (version %s)".formatted(VERSION));
        }
        String start = json.path("start").asText();
        if (start.isEmpty()) {
            throw notValid("encoded start key empty (version %s)".formatted(VERSION));
        }
        String relative = start.startsWith("/") ? start.substring(1) : start;
        if (!Arrays.stream(relative.split("/", -1)).allMatch(ContinueToken::isName)) {
            throw notValid(start);
        }
        return new ContinueToken(revision, relative);
    }

    /** A part of a key that is neither empty nor leads elsewhere. */
    private static boolean isName(String part) {
        return !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }

    private static RuntimeException notValid(String why) {
        return Statuses.badRequest("invalid continue token: continue key is not valid: " + why);
    }
}
