package dev.caravel.apiserver.storage.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.json.WantedFields;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.Storage.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads stored JSON without making a tree of it: what selectors ask for is picked out, and the bytes stay as they are, but for
 * the resourceVersion that is put where {@link ObjectEncoding} puts it. What is in any way unusual is left to that. Thread-safe.
 */
final class StoredScan {
    private static final String METADATA = "metadata";
    private static final List<String> ALWAYS = List.of(
            ".apiVersion", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.resourceVersion");
    private static final byte[] VERSION = "\"resourceVersion\":\"".getBytes(US_ASCII);

    private final Resource resource;
    private final WantedFields wanted;

    private StoredScan(Resource resource, WantedFields wanted) {
        this.resource = resource;
        this.wanted = wanted;
    }

    /** None for resources whose objects look otherwise when they are read than when they were written. */
    static Optional<StoredScan> of(Resource resource) {
        return resource.selectablePaths().map(paths -> new StoredScan(resource, wanted(paths)));
    }

    private static WantedFields wanted(Set<String> selectable) {
        return WantedFields.of(
                Stream.concat(ALWAYS.stream(), selectable.stream()).toList());
    }

    /** Empty when the value is to be read by its tree, or cannot be read at all. */
    Optional<CachedObject> read(Entry entry) {
        if (entry.fault().isPresent() || !isOnOneLine(entry.value())) {
            return Optional.empty();
        }
        try (JsonParser parser = JsonCodec.parser(entry.value())) {
            return read(entry, parser);
        } catch (IOException e) {
            return Optional.empty(); // the tree's way fails as well, and says what with
        }
    }

    private Optional<CachedObject> read(Entry entry, JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        ObjectNode picked = JsonCodec.object();
        int end = -1;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals(METADATA)) {
                if (end >= 0 || value != JsonToken.START_OBJECT) {
                    return Optional.empty();
                }
                wanted.pick(name, parser, picked);
                end = (int) parser.currentTokenLocation().getByteOffset();
            } else {
                wanted.pick(name, parser, picked);
            }
        }
        if (parser.nextToken() != null
                || end < 0
                || entry.value()[end] != '}'
                || picked.path(METADATA).has("resourceVersion")) {
            return Optional.empty();
        }
        byte[] json = spliced(entry.value(), end, entry.revision());
        return Optional.of(ObjectEncoding.indexed(resource, entry.key(), picked, entry.revision(), json));
    }

    /** What separates events in a stream must not be within one; only a string's escapes can be, anywhere else it is layout. */
    private static boolean isOnOneLine(byte[] json) {
        for (byte character : json) {
            if (character >= 0 && character < ' ') {
                return false;
            }
        }
        return true;
    }

    private static byte[] spliced(byte[] stored, int end, long revision) {
        boolean first = stored[end - 1] == '{';
        byte[] digits = Long.toString(revision).getBytes(US_ASCII);
        byte[] json = new byte[stored.length + (first ? 0 : 1) + VERSION.length + digits.length + 1];
        System.arraycopy(stored, 0, json, 0, end);
        int at = end;
        if (!first) {
            json[at++] = ',';
        }
        System.arraycopy(VERSION, 0, json, at, VERSION.length);
        at += VERSION.length;
        System.arraycopy(digits, 0, json, at, digits.length);
        at += digits.length;
        json[at++] = '"';
        System.arraycopy(stored, end, json, at, stored.length - end);
        return json;
    }
}
