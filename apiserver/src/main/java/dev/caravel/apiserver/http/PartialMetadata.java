package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;

/** {@code meta.k8s.io/v1 PartialObjectMetadata}: an object without all that is its kind's own. */
final class PartialMetadata {
    private PartialMetadata() {}

    static ObjectNode of(ObjectNode object) {
        ObjectNode partial =
                JsonCodec.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata").deepCopy());
        return partial;
    }
}
