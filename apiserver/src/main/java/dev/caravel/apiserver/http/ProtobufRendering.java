package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.http.Negotiation.Encoding;
import dev.caravel.apiserver.http.Negotiation.Representation;
import dev.caravel.apiserver.http.Negotiation.Shape;
import dev.caravel.apiserver.http.SharedEvents.Form;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.MetadataOnly;
import dev.caravel.apiserver.protobuf.ProtobufAnswers;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.registry.ObjectList;
import dev.caravel.apiserver.registry.Reads;
import dev.caravel.apiserver.registry.WatchFeed.Bookmark;
import dev.caravel.apiserver.registry.WatchFeed.Change;
import dev.caravel.apiserver.registry.WatchFeed.Gone;
import dev.caravel.apiserver.registry.WatchFeed.Message;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.cache.CachedObject;
import java.util.List;
import java.util.Map;

/**
 * {@code application/vnd.kubernetes.protobuf}: objects, or only their metadata. Those that are stored in their resource's
 * version are never decoded: their bytes are transcoded. Thread-safe.
 */
final class ProtobufRendering implements Rendering {
    private static final String STREAM = ProtobufBodies.MEDIA_TYPE + ";stream=watch";

    private final Resource resource;
    private final boolean partial;
    private final ProtobufAnswers protobuf;
    private final SharedEvents events;
    private final Form form;
    private final Schema schema;

    /** @param shape whether only metadata goes out */
    ProtobufRendering(Resource resource, Shape shape, ProtobufAnswers protobuf, SharedEvents events) {
        this.resource = resource;
        this.partial = shape == Shape.PARTIAL_METADATA;
        this.protobuf = protobuf;
        this.events = events;
        this.form = new Form(resource, new Representation(shape, Encoding.PROTOBUF), IncludeObject.NONE, 0);
        this.schema = partial ? MetadataOnly.of(resource.schema()) : resource.schema();
    }

    @Override
    public Answer.Content cached(CachedObject object) {
        return content(200, List.of(encode(object)));
    }

    @Override
    public Answer.Content tree(int status, ObjectNode object) {
        return content(status, List.of(encode(object)));
    }

    @Override
    public Answer.Content list(ObjectList list) {
        ObjectNode head = partial
                ? ObjectRendering.listHead("PartialObjectMetadataList", "meta.k8s.io/v1", list)
                : ObjectRendering.listHead(
                        resource.definition().listKind(), resource.id().apiVersion(), list);
        return content(200, protobuf.list(schema, head, list.objects().stream().map(this::json)));
    }

    @Override
    public WatchEncoder watch() {
        return new WatchEncoder() {
            @Override
            public List<byte[]> encode(Message message) {
                return event(message);
            }

            @Override
            public String contentType() {
                return STREAM;
            }
        };
    }

    private List<byte[]> event(Message message) {
        return switch (message) {
            case Change change ->
                events.encoded(form, change, () -> event(change.type().name(), encode(change.object())));
            case Bookmark bookmark -> event("BOOKMARK", encode(ObjectRendering.bookmark(resource, partial, bookmark)));
            case Gone _ ->
                event(
                        "ERROR",
                        ProtobufAnswers.status(StatusDocument.of(
                                Statuses.expired("The resourceVersion for the provided watch is too old.")
                                        .status())));
        };
    }

    private static List<byte[]> event(String type, byte[] object) {
        return List.of(ProtobufAnswers.event(type, object));
    }

    private byte[] encode(ObjectNode object) {
        return protobuf.object(schema, partial ? TableRenderer.partialMetadata(object) : object);
    }

    private byte[] encode(CachedObject object) {
        return partial
                ? protobuf.object(schema, "meta.k8s.io/v1", "PartialObjectMetadata", json(object))
                : protobuf.object(
                        schema,
                        resource.id().apiVersion(),
                        resource.definition().kind(),
                        json(object));
    }

    /** In the resource's version. */
    private byte[] json(CachedObject object) {
        return object.apiVersion().equals(resource.id().apiVersion())
                ? object.json()
                : JsonCodec.write(Reads.tree(resource, object));
    }

    private static Answer.Content content(int status, List<byte[]> pieces) {
        return new Answer.Content(status, ProtobufBodies.MEDIA_TYPE, Map.of(), pieces);
    }
}
