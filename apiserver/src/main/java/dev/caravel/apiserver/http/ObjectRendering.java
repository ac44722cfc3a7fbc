package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.http.Negotiation.Encoding;
import dev.caravel.apiserver.http.Negotiation.Representation;
import dev.caravel.apiserver.http.Negotiation.Shape;
import dev.caravel.apiserver.http.SharedEvents.Form;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectList;
import dev.caravel.apiserver.registry.Reads;
import dev.caravel.apiserver.registry.WatchFeed.Bookmark;
import dev.caravel.apiserver.registry.WatchFeed.Change;
import dev.caravel.apiserver.registry.WatchFeed.Gone;
import dev.caravel.apiserver.registry.WatchFeed.Message;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.cache.CachedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * JSON and YAML: objects, tables, or only metadata. Objects that go out as they are stored are never decoded:
 * lists and watch events are spliced from the cache's bytes. Thread-safe.
 */
final class ObjectRendering implements Rendering {
    private static final byte[] COMMA = {','};
    private static final byte[] LIST_END = "]}".getBytes(UTF_8);
    private static final byte[] EVENT_END = "}\n".getBytes(UTF_8);
    private static final Map<String, byte[]> TYPED = new ConcurrentHashMap<>();
    private static final byte[] NEWLINE = {'\n'};
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Resource resource;
    private final Representation representation;
    private final TableRenderer tables;
    private final IncludeObject includeObject;
    private final SharedEvents events;

    /** @param includeObject {@code None}, {@code Metadata} or {@code Object}: what a Table's rows carry */
    ObjectRendering(
            Resource resource,
            Representation representation,
            TableRenderer tables,
            String includeObject,
            SharedEvents events) {
        this.resource = resource;
        this.representation = representation;
        this.tables = tables;
        this.includeObject = IncludeObject.parse(includeObject);
        this.events = events;
    }

    @Override
    public Answer.Content cached(CachedObject object) {
        return asStored(object) ? content(200, List.of(object.json())) : tree(200, Reads.tree(resource, object));
    }

    @Override
    public Answer.Content tree(int status, ObjectNode object) {
        ObjectNode shaped =
                switch (representation.shape()) {
                    case OBJECT -> object;
                    case PARTIAL_METADATA -> TableRenderer.partialMetadata(object);
                    case TABLE -> table(object, true);
                };
        return content(status, List.of(encode(shaped)));
    }

    @Override
    public Answer.Content list(ObjectList list) {
        return switch (representation.shape()) {
            case OBJECT -> objects(list);
            case PARTIAL_METADATA -> {
                ObjectNode json = listHead("PartialObjectMetadataList", "meta.k8s.io/v1", list);
                var items = json.putArray("items");
                trees(list).forEach(object -> items.add(TableRenderer.partialMetadata(object)));
                yield content(200, List.of(encode(json)));
            }
            case TABLE ->
                content(
                        200,
                        List.of(encode(tables.render(resource, trees(list), listMetadata(list), includeObject, true))));
        };
    }

    private Answer.Content objects(ObjectList list) {
        ObjectNode head =
                listHead(resource.definition().listKind(), resource.id().apiVersion(), list);
        if (!list.objects().stream().allMatch(this::asStored)) {
            var items = head.putArray("items");
            trees(list).forEach(items::add);
            return content(200, List.of(encode(head)));
        }
        byte[] opened = JsonCodec.write(head);
        List<byte[]> pieces = new ArrayList<>(2 * list.objects().size() + 2);
        pieces.add((new String(opened, 0, opened.length - 1, UTF_8) + ",\"items\":[").getBytes(UTF_8));
        for (int i = 0; i < list.objects().size(); i++) {
            if (i > 0) {
                pieces.add(COMMA);
            }
            pieces.add(list.objects().get(i).json());
        }
        pieces.add(LIST_END);
        return content(200, pieces);
    }

    static ObjectNode listHead(String kind, String apiVersion, ObjectList list) {
        ObjectNode json = JsonCodec.object().put("kind", kind).put("apiVersion", apiVersion);
        json.set("metadata", listMetadata(list));
        return json;
    }

    private static ObjectNode listMetadata(ObjectList list) {
        ObjectNode metadata =
                JsonCodec.object().put("resourceVersion", list.revision() == 0 ? "" : Long.toString(list.revision()));
        if (!list.continueToken().isEmpty()) {
            metadata.put("continue", list.continueToken());
            if (list.remaining() > 0) {
                metadata.put("remainingItemCount", list.remaining());
            }
        }
        return metadata;
    }

    private ObjectNode table(ObjectNode object, boolean withColumns) {
        ObjectNode metadata = object.path("metadata") instanceof ObjectNode present ? present : JsonCodec.object();
        return tables.render(resource, List.of(object), metadata, includeObject, withColumns);
    }

    private List<ObjectNode> trees(ObjectList list) {
        return list.objects().stream()
                .map(object -> Reads.tree(resource, object))
                .toList();
    }

    /** A watch's lines. Only the first Table of a watch has column definitions. */
    @Override
    public WatchEncoder watch() {
        boolean[] first = {true};
        return new WatchEncoder() {
            @Override
            public List<byte[]> encode(Message message) {
                return event(message, first);
            }

            @Override
            public boolean blocks() {
                return resource.custom(); // whose versions a webhook may convert
            }
        };
    }

    private List<byte[]> event(Message message, boolean[] first) {
        return switch (message) {
            case Change change -> change(change, first);
            case Bookmark bookmark ->
                List.of(
                        typed("BOOKMARK"),
                        encodeLine(bookmark(resource, representation.shape() == Shape.PARTIAL_METADATA, bookmark)),
                        EVENT_END);
            case Gone _ ->
                List.of(
                        typed("ERROR"),
                        encodeLine(StatusDocument.of(
                                Statuses.expired("The resourceVersion for the provided watch is too old.")
                                        .status())),
                        EVENT_END);
        };
    }

    private List<byte[]> change(Change change, boolean[] first) {
        if (asStored(change.object())) {
            return List.of(typed(change.type().name()), change.object().json(), EVENT_END);
        }
        boolean withColumns = representation.shape() == Shape.TABLE && first[0];
        first[0] = false;
        if (withColumns) {
            return shaped(change, true);
        }
        long second = representation.shape() == Shape.TABLE ? tables.second() : 0;
        Form form = new Form(resource, representation, includeObject, second);
        return events.encoded(form, change, () -> shaped(change, false));
    }

    private List<byte[]> shaped(Change change, boolean withColumns) {
        ObjectNode object = Reads.tree(resource, change.object());
        ObjectNode shaped =
                switch (representation.shape()) {
                    case OBJECT -> object;
                    case PARTIAL_METADATA -> TableRenderer.partialMetadata(object);
                    case TABLE -> table(object, withColumns);
                };
        return List.of(typed(change.type().name()), encodeLine(shaped), EVENT_END);
    }

    static ObjectNode bookmark(Resource resource, boolean partial, Bookmark bookmark) {
        ObjectNode object = JsonCodec.object()
                .put(
                        "kind",
                        partial
                                ? "PartialObjectMetadata"
                                : resource.definition().kind())
                .put("apiVersion", partial ? "meta.k8s.io/v1" : resource.id().apiVersion());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(bookmark.revision()));
        metadata.putNull("creationTimestamp");
        if (bookmark.initialEventsEnd()) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return object;
    }

    private static byte[] typed(String type) {
        return TYPED.computeIfAbsent(type, _ -> ("{\"type\":\"" + type + "\",\"object\":").getBytes(UTF_8));
    }

    private static byte[] encodeLine(ObjectNode object) {
        return JsonCodec.write(object);
    }

    /** Whether the stored bytes are what the client wants. */
    private boolean asStored(CachedObject object) {
        return object.apiVersion().equals(resource.id().apiVersion())
                && representation.shape() == Shape.OBJECT
                && representation.encoding() == Encoding.JSON;
    }

    private byte[] encode(ObjectNode object) {
        if (representation.encoding() == Encoding.JSON) {
            return JsonCodec.write(object);
        }
        try {
            return YAML.writeValueAsBytes(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer.Content content(int status, List<byte[]> pieces) {
        List<byte[]> ended = new ArrayList<>(pieces);
        ended.add(NEWLINE);
        return new Answer.Content(status, representation.contentType(), Map.of(), ended);
    }
}
