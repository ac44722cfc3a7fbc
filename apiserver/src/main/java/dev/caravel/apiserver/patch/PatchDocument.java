package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the body of a PATCH request. */
final class PatchDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PatchDocument() {}

    /** @throws dev.caravel.apiserver.status.ApiException 400 when it is not JSON */
    static JsonNode parse(byte[] patch) {
        try {
            return MAPPER.readTree(patch);
        } catch (JsonProcessingException e) {
            throw Statuses.badRequest("error decoding patch: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
