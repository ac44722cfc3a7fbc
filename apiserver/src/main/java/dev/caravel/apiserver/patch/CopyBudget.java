package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.status.Statuses;

/** What the copies of one JSON Patch may come to: thirty of them that each double the document would fill any memory. Not thread-safe. */
final class CopyBudget {
    /** Upstream's: as much as a request may have sent itself. */
    private static final int MAX_SIZE = 3 * 1024 * 1024;

    /** What the reader of requests takes. */
    private static final int MAX_DEPTH = 1_000;

    private int left = MAX_SIZE;

    /** @throws dev.caravel.apiserver.status.ApiException 422 when it is too much */
    JsonNode copy(JsonNode value) {
        spend(value, 0);
        return value.deepCopy();
    }

    /** About what it takes in JSON. */
    private void spend(JsonNode value, int depth) {
        left -= value.isTextual() ? value.textValue().length() + 2 : 4;
        if (left < 0 || depth > MAX_DEPTH) {
            throw Statuses.unprocessable();
        }
        value.properties().forEach(member -> {
            left -= member.getKey().length() + 2;
            spend(member.getValue(), depth + 1);
        });
        if (value.isArray()) {
            value.forEach(element -> spend(element, depth + 1));
        }
    }

    /** @throws dev.caravel.apiserver.status.ApiException 422 when nobody could read what is so deep */
    static void requireShallow(JsonNode document) {
        requireShallow(document, 0);
    }

    private static void requireShallow(JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            throw Statuses.unprocessable();
        }
        value.forEach(child -> requireShallow(child, depth + 1));
    }
}
