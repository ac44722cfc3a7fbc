package dev.caravel.apiserver.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        try (JsonParser parser = FiniteNumbers.over(JsonCodec.parser(json))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("json: cannot unmarshal %s into an object".formatted(parser.currentToken()));
            }
            ObjectNode object = JsonCodec.object();
            pickAll(parser, object);
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object cannot be read", e);
        }
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
                case START_OBJECT -> wanted.pickAll(parser, into.putObject(name));
                case START_ARRAY -> wanted.pickOfEach(parser, into.putArray(name));
                default -> into.set(name, JsonCodec.readPart(parser));
            }
        }
    }

    private void pickAll(JsonParser parser, ObjectNode into) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            pick(name, parser, into);
        }
    }

    private void pickOfEach(JsonParser parser, ArrayNode into) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                pickAll(parser, into.addObject());
            } else {
                into.add(JsonCodec.readPart(parser));
            }
        }
    }
}
