package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a manager manages.
 *
 * @param apiVersion the version in which the paths are meant
 * @param time when the set last grew, RFC 3339; empty when that is not known
 * @param encoded FieldsV1 of the set
 */
record Ownership(String apiVersion, String time, FieldSet fields, JsonNode encoded) {
    static Ownership of(String apiVersion, String time, FieldSet fields) {
        return new Ownership(apiVersion, time, fields, fields.encode());
    }

    /** The same for an equal set, so that it need not be encoded again. */
    Ownership with(FieldSet changed) {
        return changed.equals(fields) ? this : of(apiVersion, time, changed);
    }

    Ownership at(String newTime) {
        return new Ownership(apiVersion, newTime, fields, encoded);
    }
}
