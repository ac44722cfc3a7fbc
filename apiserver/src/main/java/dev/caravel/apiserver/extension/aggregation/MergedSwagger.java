package dev.caravel.apiserver.extension.aggregation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.discovery.Document;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.openapi.OpenApi;
import java.util.List;

/**
 * The OpenAPI v2 document of this server and of those behind it: large, hence kept until one of its parts is another.
 *
 * @param own what this server alone says
 */
record MergedSwagger(Document own, List<SwaggerPart> parts, Document json, Document protobuf) {
    static MergedSwagger of(Document own, List<SwaggerPart> parts) {
        ObjectNode document = JsonCodec.readStored(own.body());
        parts.forEach(part -> part.addTo(document));
        Document json = Document.of(own.contentType(), JsonCodec.write(document));
        return new MergedSwagger(own, parts, json, OpenApi.protobuf(document, json.etag()));
    }

    boolean isOf(Document document, List<SwaggerPart> described) {
        return own.etag().equals(document.etag()) && parts.equals(described);
    }

    Document in(String accept) {
        return OpenApi.prefersProtobuf(accept) ? protobuf : json;
    }
}
