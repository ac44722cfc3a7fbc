package dev.caravel.apiserver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.storage.Storage.CompactedException;
import dev.caravel.apiserver.storage.Storage.Delete;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Event;
import dev.caravel.apiserver.storage.Storage.Page;
import dev.caravel.apiserver.storage.Storage.Put;
import dev.caravel.apiserver.storage.Storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link Storage} does. Each test works below a prefix of its own. */
public abstract class StorageContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    protected abstract Storage storage();

    /** Forgets all revisions before this one. */
    protected abstract void compact(long revision) throws Exception;

    @Test
    @DisplayName("a created key is read with the revision of its creation, and cannot be created again")
    void create() {
        Optional<Long> revision = storage().create("/create/a", bytes("1"), 0);

        assertThat(revision).isPresent();
        assertThat(storage().get("/create/a")).hasValueSatisfying(entry -> {
            assertThat(text(entry)).isEqualTo("1");
            assertThat(entry.revision()).isEqualTo(revision.get());
        });
        assertThat(storage().create("/create/a", bytes("2"), 0)).isEmpty();
        assertThat(storage().get("/create/a")).map(StorageContract::text).contains("1");
    }

    @Test
    @DisplayName("a key is replaced only at the revision that the writer has seen")
    void replace() {
        long first = storage().create("/replace/a", bytes("1"), 0).orElseThrow();

        Optional<Long> second = storage().replace("/replace/a", bytes("2"), first, 0);

        assertThat(second).hasValueSatisfying(revision -> assertThat(revision).isGreaterThan(first));
        assertThat(storage().replace("/replace/a", bytes("3"), first, 0)).isEmpty();
        assertThat(storage().get("/replace/a")).map(StorageContract::text).contains("2");
    }

    @Test
    @DisplayName("a key is deleted only at the revision that the writer has seen")
    void delete() {
        long first = storage().create("/delete/a", bytes("1"), 0).orElseThrow();

        assertThat(storage().delete("/delete/a", first + 1)).isEmpty();
        assertThat(storage().delete("/delete/a", first)).isPresent();
        assertThat(storage().get("/delete/a")).isEmpty();
    }

    @Test
    @DisplayName("a list is read by pages, all at the revision of the first")
    void pages() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            storage().create("/pages/" + name, bytes(name), 0);
        }

        Page first = storage().list("/pages/", "/pages/", 2, 0);
        storage().create("/pages/f", bytes("f"), 0);
        Page second = storage().list("/pages/", first.entries().getLast().key() + "\0", 10, first.revision());

        assertThat(first.entries()).extracting(StorageContract::text).containsExactly("a", "b");
        assertThat(first.more()).isTrue();
        assertThat(first.remaining()).isEqualTo(3);
        assertThat(second.entries()).extracting(StorageContract::text).containsExactly("c", "d", "e");
        assertThat(second.more()).isFalse();
        assertThat(second.revision()).isEqualTo(first.revision());
    }

    @Test
    @DisplayName("a watch tells everything after its revision, in order, with what was before")
    void watch() {
        long start = storage().create("/watch/before", bytes("0"), 0).orElseThrow();
        long created = storage().create("/watch/a", bytes("1"), 0).orElseThrow();
        long replaced = storage().replace("/watch/a", bytes("2"), created, 0).orElseThrow();
        long deleted = storage().delete("/watch/a", replaced).orElseThrow();
        storage().create("/watched-not", bytes("x"), 0);

        List<Event> events = storage()
                .watch("/watch/", start)
                .select()
                .where(event -> event instanceof Put || event instanceof Delete)
                .select()
                .first(3)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);

        assertThat(events).extracting(Event::revision).containsExactly(created, replaced, deleted);
        assertThat(((Put) events.get(0)).previous()).isEmpty();
        assertThat(((Put) events.get(1)).previous()).map(StorageContract::text).contains("1");
        assertThat(events.get(2)).isInstanceOfSatisfying(Delete.class, event -> {
            assertThat(event.key()).isEqualTo("/watch/a");
            assertThat(event.previous()).map(StorageContract::text).contains("2");
        });
    }

    @Test
    @DisplayName("what has been compacted can be neither listed nor watched")
    void compaction() throws Exception {
        long old = storage().create("/compact/a", bytes("1"), 0).orElseThrow();
        long newer = storage().replace("/compact/a", bytes("2"), old, 0).orElseThrow();
        long newest = storage().replace("/compact/a", bytes("3"), newer, 0).orElseThrow();
        compact(newest);

        assertThatThrownBy(() -> storage().list("/compact/", "/compact/", 0, old))
                .isInstanceOf(CompactedException.class);
        assertThatThrownBy(() -> storage()
                        .watch("/compact/", old - 1)
                        .collect()
                        .first()
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOf(CompactedException.class);
    }

    @Test
    @DisplayName("the current revision is that of the last write")
    void currentRevision() {
        long written = storage().create("/current/a", bytes("1"), 0).orElseThrow();

        assertThat(storage().currentRevision()).isGreaterThanOrEqualTo(written);
    }

    @Test
    @DisplayName("a page at a revision knows how much was left then, whatever has changed since")
    void remaining() {
        for (String name : List.of("a", "b", "c", "d")) {
            storage().create("/remaining/" + name, bytes(name), 0);
        }
        long then = storage().currentRevision();
        storage().create("/remaining/e", bytes("e"), 0);
        long last = storage().get("/remaining/d").orElseThrow().revision();
        storage().delete("/remaining/d", last);
        storage().create("/remaining-not", bytes("x"), 0);

        Page page = storage().list("/remaining/", "/remaining/b", 1, then);

        assertThat(page.entries()).extracting(StorageContract::text).containsExactly("b");
        assertThat(page.remaining()).isEqualTo(2);
        assertThat(page.more()).isTrue();
    }

    @Test
    @DisplayName("a revision that is still to come cannot be listed")
    void future() {
        long present = storage().currentRevision();

        assertThatThrownBy(() -> storage().list("/future/", "/future/", 0, present + 1_000_000))
                .isInstanceOf(StorageException.class)
                .isNotInstanceOf(CompactedException.class)
                .hasMessageContaining("future revision");
    }

    @Test
    @DisplayName("of those who replace the same revision one wins, and each write has a revision of its own")
    void race() throws Exception {
        int rounds = 50;
        int writers = 4;
        storage().create("/race/a", bytes("0"), 0);
        Set<Long> revisions = ConcurrentHashMap.newKeySet();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < writers; writer++) {
                threads.submit(() -> {
                    for (int won = 0; won < rounds; ) {
                        Entry seen = storage().get("/race/a").orElseThrow();
                        byte[] next = bytes(Integer.toString(Integer.parseInt(text(seen)) + 1));
                        Optional<Long> revision = storage().replace("/race/a", next, seen.revision(), 0);
                        if (revision.isPresent()) {
                            revisions.add(revision.get());
                            won++;
                        }
                    }
                });
            }
        }

        assertThat(storage().get("/race/a")).map(StorageContract::text).contains(Integer.toString(rounds * writers));
        assertThat(revisions).hasSize(rounds * writers);
    }

    @Test
    @DisplayName(
            "watches that begin at any time during many writes all hear of each change after their revision, once and in order")
    void watchesDuringWrites() throws Exception {
        int writes = 200;
        long start = storage().create("/busy/first", bytes("0"), 0).orElseThrow();
        List<CompletableFuture<List<Event>>> heard = new CopyOnWriteArrayList<>();
        List<Long> written = new ArrayList<>();

        for (int i = 0; i < writes; i++) {
            written.add(storage().create("/busy/" + i, bytes("1"), 0).orElseThrow());
            if (i % 50 == 0) {
                heard.add(changes("/busy/", start, writes));
            }
        }

        for (CompletableFuture<List<Event>> watch : heard) {
            assertThat(watch.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .extracting(Event::revision)
                    .containsExactlyElementsOf(written);
        }
    }

    private CompletableFuture<List<Event>> changes(String prefix, long after, int count) {
        return storage()
                .watch(prefix, after)
                .select()
                .where(event -> event instanceof Put || event instanceof Delete)
                .select()
                .first(count)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Test
    @DisplayName(
            "a key that was given a time to live goes after it, which is a change like any other; one that was written anew stays")
    void timeToLive() throws Exception {
        long start = storage().create("/ttl/short", bytes("1"), 1).orElseThrow();
        long renewed = storage().create("/ttl/renewed", bytes("1"), 1).orElseThrow();
        storage().replace("/ttl/renewed", bytes("2"), renewed, 0);

        List<Event> events = changes("/ttl/", start, 3).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(events.getLast()).isInstanceOfSatisfying(Delete.class, event -> {
            assertThat(event.key()).isEqualTo("/ttl/short");
            assertThat(event.previous()).map(StorageContract::text).contains("1");
        });
        assertThat(storage().get("/ttl/short")).isEmpty();
        assertThat(storage().get("/ttl/renewed")).map(StorageContract::text).contains("2");
    }

    @Test
    @DisplayName("what is compacted keeps the newest value of each key, and the changes from there on")
    void afterCompaction() throws Exception {
        long first = storage().create("/kept/a", bytes("1"), 0).orElseThrow();
        long second = storage().replace("/kept/a", bytes("2"), first, 0).orElseThrow();
        long gone = storage().create("/kept/b", bytes("1"), 0).orElseThrow();
        long deleted = storage().delete("/kept/b", gone).orElseThrow();
        compact(deleted);
        long third = storage().replace("/kept/a", bytes("3"), second, 0).orElseThrow();

        assertThat(storage().list("/kept/", "/kept/", 0, deleted).entries())
                .extracting(StorageContract::text)
                .containsExactly("2");
        assertThat(changes("/kept/", deleted, 1).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .extracting(Event::revision)
                .containsExactly(third);
        assertThat(storage().get("/kept/b")).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(Entry entry) {
        return new String(entry.value(), UTF_8);
    }
}
