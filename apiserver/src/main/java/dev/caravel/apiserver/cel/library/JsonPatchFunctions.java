package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.global;
import static dev.caravel.apiserver.cel.library.Type.STRING;

import dev.cel.common.types.SimpleType;

/** {@code jsonpatch.escapeKey}: a key as it stands in a path of a JSON Patch (RFC 6901). */
final class JsonPatchFunctions {
    private JsonPatchFunctions() {}

    static Function escapeKey() {
        return Function.of(
                "jsonpatch.escapeKey",
                global("string_jsonpatch_escapeKey_string", SimpleType.STRING, STRING, key -> key.replace("~", "~0")
                        .replace("/", "~1")));
    }
}
