package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the body of a PATCH request. */
final class PatchDocument {
    private static final String TRUNCATED = "unexpected end of JSON input";

    private PatchDocument() {}

    /** Of a document that is not of the form that the patch format wants, in upstream's words. */
    static ApiException unfit(JsonNode document, String prefix, String wanted) {
        String found =
                switch (document.getNodeType()) {
                    case ARRAY -> "array";
                    case OBJECT -> "object";
                    case STRING -> "string";
                    case NUMBER -> "number";
                    case BOOLEAN -> "bool";
                    default -> "null";
                };
        return Statuses.badRequest(prefix + "json: cannot unmarshal " + found + " into Go value of type " + wanted);
    }

    /**
     * @param prefix of the message, when there is one to write
     * @throws dev.caravel.apiserver.status.ApiException 400 when it is not JSON
     */
    static JsonNode parse(byte[] patch, String prefix) {
        try {
            JsonNode document = JsonCodec.read(patch);
            if (document.isMissingNode()) {
                throw Statuses.badRequest(prefix + TRUNCATED);
            }
            return document;
        } catch (JsonEOFException e) {
            throw Statuses.badRequest(prefix + TRUNCATED);
        } catch (JsonProcessingException e) {
            throw Statuses.badRequest(prefix + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
