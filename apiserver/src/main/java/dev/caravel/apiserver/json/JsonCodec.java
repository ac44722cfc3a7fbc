package dev.caravel.apiserver.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON trees from bytes and back; the one mapper of the API server. Thread-safe. */
public final class JsonCodec {
    /** What is written from a request can be read again: names of managed fields hold whole values of it. */
    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build();

    /** Not each thread's own, as is the default: a request's thread is new, and soon gone. */
    private static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newBoundedPool(32);

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .recyclerPool(BUFFERS)
                    .build())
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final ObjectReader PARTS = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** As Go indents: two blanks, one value a line, no blank before a colon. */
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withSeparators(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private static final ObjectReader READER = MAPPER.reader();

    private JsonCodec() {}

    /** @throws IOException when the bytes are no JSON object */
    public static ObjectNode readObject(byte[] bytes) throws IOException {
        JsonNode node = read(bytes);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("json: cannot unmarshal %s into an object"
                .formatted(node.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
    }

    /** @throws IOException when the bytes are no JSON */
    public static JsonNode read(byte[] bytes) throws IOException {
        JsonNode node = READER.readTree(FiniteNumbers.over(MAPPER.createParser(bytes)));
        return node == null ? MissingNode.getInstance() : node;
    }

    /** For reading a document token by token. */
    public static JsonParser parser(byte[] bytes) throws IOException {
        return MAPPER.createParser(bytes);
    }

    /** The value that a parser is at, which is then at its end. */
    public static JsonNode readPart(JsonParser parser) throws IOException {
        return PARTS.readTree(parser);
    }

    /** For one use: as {@link #read}, and notes what the document says twice. */
    public static StrictReader strictReader(byte[] bytes) throws IOException {
        return new StrictReader(MAPPER.createParser(bytes));
    }

    /** For what we wrote ourselves. */
    public static ObjectNode readStored(byte[] bytes) {
        try {
            return readObject(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object cannot be read", e);
        }
    }

    /** Reads a member's value, which the parser is at, to its end, and keeps what it wants of it. */
    @FunctionalInterface
    interface MemberReader {
        void read(String name, JsonParser parser, ObjectNode into) throws IOException;
    }

    /** As {@link #readStored}, of each member what the reader keeps. */
    static ObjectNode readStored(byte[] bytes, MemberReader reader) {
        try (JsonParser parser = FiniteNumbers.over(MAPPER.createParser(bytes))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("json: cannot unmarshal %s into an object".formatted(parser.currentToken()));
            }
            return readMembers(parser, reader);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object cannot be read", e);
        }
    }

    /** The object at whose beginning a parser is, which is then at its end. */
    static ObjectNode readMembers(JsonParser parser, MemberReader reader) throws IOException {
        ObjectNode object = object();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            reader.read(name, parser, object);
        }
        return object;
    }

    /** As {@link #readStored}, passing over {@code member} of the object {@code parent}. */
    public static ObjectNode readStoredWithout(byte[] bytes, String parent, String member) {
        return readStored(bytes, (name, parser, into) -> {
            boolean whole = parser.currentToken() != JsonToken.START_OBJECT || !name.equals(parent);
            into.set(name, whole ? readPart(parser) : readWithout(parser, member));
        });
    }

    private static ObjectNode readWithout(JsonParser parser, String member) throws IOException {
        return readMembers(parser, (name, value, into) -> {
            if (name.equals(member)) {
                value.skipChildren();
            } else {
                into.set(name, readPart(value));
            }
        });
    }

    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] writePretty(JsonNode node) {
        try {
            return MAPPER.writer(PRETTY).writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
