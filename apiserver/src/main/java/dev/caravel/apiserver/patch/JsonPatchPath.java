package dev.caravel.apiserver.patch;

import java.util.Arrays;
import java.util.List;

/**
 * A JSON Pointer (RFC 6901) as JSON Patch uses it.
 *
 * @param tokens unescaped; empty for the whole document
 */
record JsonPatchPath(List<String> tokens) {
    static JsonPatchPath parse(String text) {
        if (text.isEmpty()) {
            return new JsonPatchPath(List.of());
        }
        String[] parts = text.split("/", -1);
        return new JsonPatchPath(Arrays.stream(parts)
                .skip(1)
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    boolean isRoot() {
        return tokens.isEmpty();
    }

    List<String> parent() {
        return tokens.subList(0, tokens.size() - 1);
    }

    String last() {
        return tokens.getLast();
    }
}
