package dev.caravel.apiserver.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one document and notes the members that it has twice; the last of them counts. For one use. */
public final class StrictReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    /** Upstream's: who has got that much wrong need not be told all of it. */
    private static final int MAX_DUPLICATES = 100;

    /**
     * @param path as {@code spec.containers[0].name}
     * @param line where it is said again, counted from 1
     */
    public record Duplicate(String path, String name, int line) {}

    private final JsonParser parser;
    private final List<Duplicate> duplicates = new ArrayList<>();

    public StrictReader(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws IOException when the document is malformed, or more than one */
    public JsonNode read() throws IOException {
        if (parser.nextToken() == null) {
            return NODES.missingNode();
        }
        JsonNode node = value("");
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "there is something after the end of the document");
        }
        return node;
    }

    public List<Duplicate> duplicates() {
        return duplicates;
    }

    private JsonNode value(String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT ->
                parser.isNaN()
                        ? NODES.numberNode(parser.getDoubleValue())
                        : NODES.numberNode(FiniteNumbers.decimal(parser));
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_EMBEDDED_OBJECT -> NODES.textNode(parser.getText());
            default -> throw new JsonParseException(parser, "unexpected " + parser.currentToken());
        };
    }

    private ObjectNode object(String path) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            String below = path.isEmpty() ? name : path + "." + name;
            if (object.replace(name, value(below)) != null && duplicates.size() < MAX_DUPLICATES) {
                duplicates.add(new Duplicate(below, name, line));
            }
        }
        return object;
    }

    private ArrayNode array(String path) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(path + "[" + array.size() + "]"));
        }
        return array;
    }
}
