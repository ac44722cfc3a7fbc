package dev.caravel.bench.histories;

import static dev.caravel.bench.histories.ConfigMaps.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.Delete;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Event;
import dev.caravel.apiserver.storage.Storage.Progress;
import dev.caravel.apiserver.storage.Storage.Put;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has happened, by the store's own account, asked for without the API server. */
final class StoreAccount {
    private static final String PREFIX = "/registry/configmaps/" + ConfigMaps.NAMESPACE + "/";
    private static final String EVERYTHING = "/";
    private static final String MARK = "/caravel-histories/end";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private StoreAccount() {}

    /** The changes after a revision, by history. Nobody else may write meanwhile. */
    static Map<Long, List<Change>> read(Storage storage, long after) {
        long end = mark(storage);
        List<Event> events = storage.watch(EVERYTHING, after)
                .select()
                .first(event -> event.revision() < end)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
        Map<Long, List<Change>> changes = new HashMap<>();
        for (Event event : events) {
            if (event.key().startsWith(PREFIX)) {
                JsonNode object = object(event);
                changes.computeIfAbsent(ConfigMaps.history(object), _ -> new ArrayList<>())
                        .add(change(event, object));
            }
        }
        return changes;
    }

    /** A change that is the last one, so that the watch has an end. */
    private static long mark(Storage storage) {
        long known = storage.get(MARK).map(Entry::revision).orElse(0L);
        return (known == 0 ? storage.create(MARK, new byte[] {1}, 0) : storage.replace(MARK, new byte[] {1}, known, 0))
                .orElseThrow();
    }

    private static JsonNode object(Event event) {
        Entry entry =
                switch (event) {
                    case Put put -> put.entry();
                    case Delete delete ->
                        delete.previous()
                                .orElseThrow(() -> new IllegalStateException("what was deleted is compacted away"));
                    case Progress progress -> throw new IllegalStateException("no change: " + progress);
                };
        try {
            return JSON.readTree(entry.value());
        } catch (IOException e) {
            throw new UncheckedIOException(entry.key() + " is not JSON", e);
        }
    }

    private static Change change(Event event, JsonNode object) {
        String key = event.key().substring(PREFIX.length());
        return switch (event) {
            case Put put ->
                new Change(
                        put.revision(),
                        key,
                        put.previous().isEmpty() ? Change.Type.ADDED : Change.Type.MODIFIED,
                        ConfigMaps.token(object),
                        ConfigMaps.uid(object));
            default -> new Change(event.revision(), key, Change.Type.DELETED, "", ConfigMaps.uid(object));
        };
    }
}
