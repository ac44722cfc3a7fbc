package dev.caravel.apiserver.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A few fields of a document, as a tree of names: what they are is read, what else there is passed over. Immutable. */
public final class WantedFields {
    private final Map<String, WantedFields> below = new HashMap<>();

    private WantedFields() {}

    /** @param paths as {@code .spec.nodeName}; of each, all that is below it; of an array on the way, of each of its objects */
    public static WantedFields of(Collection<String> paths) {
        WantedFields root = new WantedFields();
        paths.forEach(root::add);
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

    /** Of a document that we wrote ourselves. */
    public ObjectNode readStored(byte[] json) {
        return JsonCodec.readStored(json, this::pick);
    }

    /** Reads the value of a member, which the parser is at, to its end, and keeps of it what is wanted. */
    public void pick(String name, JsonParser parser, ObjectNode into) throws IOException {
        WantedFields wanted = below.get(name);
        if (wanted == null) {
            parser.skipChildren();
        } else if (wanted.isWhole()) {
            into.set(name, JsonCodec.readPart(parser));
        } else {
            switch (parser.currentToken()) {
                case START_OBJECT -> into.set(name, JsonCodec.readMembers(parser, wanted::pick));
                case START_ARRAY -> wanted.pickOfEach(parser, into.putArray(name));
                default -> into.set(name, JsonCodec.readPart(parser));
            }
        }
    }

    private void pickOfEach(JsonParser parser, ArrayNode into) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                into.add(JsonCodec.readMembers(parser, this::pick));
            } else {
                into.add(JsonCodec.readPart(parser));
            }
        }
    }
}
