package dev.caravel.apiserver.storage.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The few fields of a document that an index is made of, as a tree of names. Immutable. */
final class WantedFields {
    private static final List<String> ALWAYS = List.of(
            ".apiVersion", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.resourceVersion");

    private final Map<String, WantedFields> below = new HashMap<>();

    private WantedFields() {}

    /** @param paths as {@code .spec.nodeName}, beside those of the metadata */
    static WantedFields of(Set<String> paths) {
        WantedFields root = new WantedFields();
        Stream.concat(ALWAYS.stream(), paths.stream()).forEach(root::add);
        return root;
    }

    private void add(String path) {
        WantedFields at = this;
        for (String name : path.substring(1).split("\\.")) {
            at = at.below.computeIfAbsent(name, _ -> new WantedFields());
        }
    }

    private boolean isWhole() {
        return below.isEmpty();
    }

    /** Reads the value that the parser is at, to its end, and keeps of it what is wanted. */
    void pick(String name, JsonParser parser, ObjectNode into) throws IOException {
        WantedFields wanted = below.get(name);
        if (wanted == null) {
            parser.skipChildren();
        } else if (wanted.isWhole() || parser.currentToken() != JsonToken.START_OBJECT) {
            into.set(name, JsonCodec.readPart(parser));
        } else {
            ObjectNode object = into.putObject(name);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String inner = parser.currentName();
                parser.nextToken();
                wanted.pick(inner, parser, object);
            }
        }
    }
}
