package dev.caravel.apiserver.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.cache.Watcher.Changed;
import dev.caravel.apiserver.storage.cache.Watcher.Expired;
import dev.caravel.apiserver.storage.cache.Watcher.Present;
import dev.caravel.apiserver.storage.cache.Watcher.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The watch cache")
class WatchCacheTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ALL = "/registry/configmaps/";
    private static final String A = ALL + "a/one";
    private static final String B = ALL + "b/two";
    private static final int HISTORY = 2_000;
    private static final int QUEUE = 10_000;

    private final Resource maps =
            Writes.catalog().find(new GroupResource("", "configmaps")).orElseThrow();
    private final Resource secrets =
            Writes.catalog().find(new GroupResource("", "secrets")).orElseThrow();
    private final MemoryStorage storage = new MemoryStorage();
    private final WatchCache cache = new WatchCache(storage, "/registry/", Writes.catalog());

    @BeforeEach
    void start() {
        storage.writeUnheard(B, json("b", "two"));
        storage.writeUnheard(A, json("a", "one"));
        cache.start();
    }

    @AfterEach
    void stop() {
        cache.close();
    }

    private static String json(String namespace, String name) {
        return "{\"metadata\":{\"namespace\":\"%s\",\"name\":\"%s\"}}".formatted(namespace, name);
    }

    private static List<Signal> taken(Watcher watcher) {
        List<Signal> signals = new ArrayList<>();
        Optional<Signal> next = watcher.takeNow();
        while (next.isPresent()) {
            signals.add(next.get());
            next = watcher.takeNow();
        }
        return signals;
    }

    private static List<String> told(Watcher watcher) {
        return taken(watcher).stream()
                .map(signal -> switch (signal) {
                    case Changed(CacheEvent event) ->
                        (event.deleted() ? "-" : event.previous().isPresent() ? "~" : "+")
                                + event.object().name() + "@" + event.revision();
                    case Present present -> "present@" + present.revision();
                    case Expired _ -> "expired";
                })
                .toList();
    }

    @Test
    @DisplayName("has what is stored when it starts, in the order of keys, with its revision as resourceVersion")
    void lists() {
        assertThat(cache.list(maps, ALL)).extracting(CachedObject::name).containsExactly("one", "two");
        assertThat(cache.list(maps, ALL + "b/")).extracting(CachedObject::name).containsExactly("two");
        assertThat(cache.get(maps, A)).hasValueSatisfying(object -> assertThat(new String(object.json()))
                .contains("\"resourceVersion\":\"2\""));
        assertThat(cache.get(maps, ALL + "a/none")).isEmpty();
        assertThat(cache.list(secrets, "/registry/secrets/")).isEmpty();
        assertThat(cache.size(maps)).isEqualTo(2);
        assertThat(cache.revision()).isEqualTo(2);
    }

    @Test
    @DisplayName("tells a watch what happened after its revision, in order, and then what happens")
    void watch() {
        storage.write(A, json("a", "one"));
        storage.remove(B);
        storage.write("/registry/secrets/a/s", json("a", "s"));

        Watcher watcher = cache.watch(maps, 2);
        storage.write(B, json("b", "two"));

        assertThat(told(watcher)).containsExactly("~one@3", "-two@4", "+two@6");
        assertThat(told(cache.watch(maps, 3))).containsExactly("-two@4", "+two@6");
        assertThat(told(cache.watch(maps, 6))).isEmpty();
    }

    @Test
    @DisplayName("tells of a deleted object as it last was, at the revision of the deletion")
    void deletion() {
        Watcher watcher = cache.watch(maps, 2);
        storage.remove(B);

        assertThat(taken(watcher)).singleElement().isInstanceOfSatisfying(Changed.class, change -> {
            assertThat(change.event().deleted()).isTrue();
            assertThat(new String(change.event().object().json()))
                    .contains("two")
                    .contains("\"resourceVersion\":\"3\"");
            assertThat(change.event().previous()).map(CachedObject::revision).contains(1L);
        });
    }

    @Test
    @DisplayName(
            "tells a watch from now the objects that are there, that this was all and of which revision, and then what happens")
    void watchFromNow() {
        Watcher ofB = cache.watchFromNow(maps, ALL + "b/");
        long later = storage.write(B, json("b", "two"));

        assertThat(told(ofB)).containsExactly("+two@1", "present@2", "~two@" + later);
    }

    @Test
    @DisplayName("does not go on from a revision that it has forgotten")
    void forgotten() {
        for (int i = 0; i <= HISTORY; i++) {
            storage.write(A, json("a", "one"));
        }

        assertThatThrownBy(() -> cache.watch(maps, 2))
                .isInstanceOf(ApiException.class)
                .hasMessage("too old resource version: 2 (3)");
        assertThat(taken(cache.watch(maps, 3))).hasSize(HISTORY);
        assertThat(taken(cache.watch(secrets, 2))).isEmpty();
    }

    @Test
    @DisplayName("cuts off a watch that lies too far behind, and no other")
    void slow() {
        Watcher slow = cache.watch(maps, 2);
        Watcher quick = cache.watch(maps, 2);
        int heard = 0;
        for (int i = 0; i <= QUEUE; i++) {
            storage.write(A, json("a", "one"));
            heard += taken(quick).size();
        }

        assertThat(heard).isEqualTo(QUEUE + 1);
        assertThat(taken(slow)).hasSize(QUEUE + 1).last().isEqualTo(new Expired());
        storage.write(A, json("a", "one"));
        assertThat(taken(slow)).isEmpty();
        assertThat(taken(quick)).hasSize(1);
    }

    @Test
    @DisplayName("does not take a watch for slow because there is much to begin with")
    void many() {
        for (int i = 0; i <= QUEUE; i++) {
            storage.write(ALL + "a/" + i, json("a", "m" + i));
        }
        Watcher watcher = cache.watchFromNow(maps, ALL);
        storage.remove(A);

        assertThat(taken(watcher)).hasSize(QUEUE + 1 + 2 + 1 + 1).noneMatch(Expired.class::isInstance);
    }

    @Test
    @DisplayName("tells no more to a watch that is given back")
    void unwatch() {
        Watcher watcher = cache.watch(maps, 2);
        assertThat(cache.watchers(maps)).isEqualTo(1);

        cache.unwatch(maps, watcher);
        storage.write(A, json("a", "one"));

        assertThat(taken(watcher)).isEmpty();
        assertThat(cache.watchers(maps)).isZero();
    }

    @Test
    @DisplayName("comes up to a revision by changes of any resource, and by progress without any")
    void await() throws Exception {
        assertThat(cache.await(3, Duration.ofNanos(1))).isFalse();
        storage.write("/registry/secrets/a/s", json("a", "s"));
        assertThat(cache.await(3, PATIENCE)).isTrue();
        assertThat(cache.await(storage.progress(), PATIENCE)).isTrue();
    }

    @Test
    @DisplayName("reads everything anew when it has lost its place, and ends the watches")
    void lostWatch() throws Exception {
        Watcher watcher = cache.watch(maps, 2);
        storage.writeUnheard(ALL + "a/missed", json("a", "missed"));
        storage.loseWatch();

        assertThat(cache.await(3, PATIENCE)).isTrue();
        assertThat(cache.list(maps, ALL)).extracting(CachedObject::name).containsExactly("missed", "one", "two");
        assertThat(told(watcher)).containsExactly("expired");
        assertThatThrownBy(() -> cache.watch(maps, 2)).isInstanceOf(ApiException.class);
    }

    @Test
    @DisplayName("goes on where it was when a member of the storage died, so that a watch hears of each change once")
    void brokenWatch() throws Exception {
        Watcher watcher = cache.watch(maps, 2);
        storage.remove(B);
        storage.writeUnheard(A, json("a", "one"));
        storage.breakWatch();

        assertThat(cache.await(4, PATIENCE)).isTrue();
        storage.write(B, json("b", "two"));
        assertThat(told(watcher)).containsExactly("-two@3", "~one@4", "+two@5");
        assertThat(told(cache.watch(maps, 2))).containsExactly("-two@3", "~one@4", "+two@5");
    }

    @Test
    @DisplayName(
            "misses nothing of several changes at one revision, of which it had heard the first when the watch broke")
    void brokenWithin() throws Exception {
        Watcher watcher = cache.watch(maps, 2);
        storage.breakWatchWithin(A, B);
        storage.writeUnheard(A, json("a", "one"));

        assertThat(cache.await(4, PATIENCE)).isTrue();
        assertThat(told(watcher)).containsExactly("-one@3", "-two@3", "+one@4");
    }

    @Test
    @DisplayName("asks again until a storage answers that it was cut off from")
    void brokenForAWhile() throws Exception {
        Watcher watcher = cache.watch(maps, 2);
        storage.refuse(2);
        storage.breakWatch();
        storage.writeUnheard(A, json("a", "one"));

        assertThat(cache.await(3, PATIENCE)).isTrue();
        assertThat(told(watcher)).containsExactly("~one@3");
    }

    @Test
    @DisplayName("reads everything anew when what it missed is compacted, and ends the watches")
    void brokenAndCompacted() throws Exception {
        Watcher watcher = cache.watch(maps, 2);
        storage.writeUnheard(ALL + "a/missed", json("a", "missed"));
        storage.compact();
        storage.breakWatch();

        assertThat(cache.await(3, PATIENCE)).isTrue();
        assertThat(cache.list(maps, ALL)).extracting(CachedObject::name).containsExactly("missed", "one", "two");
        assertThat(told(watcher)).containsExactly("expired");
    }

    @Test
    @DisplayName("reads everything anew from a storage that has gone back, and ends the watches")
    void goneBack() throws Exception {
        Watcher watcher = cache.watch(maps, 2);
        storage.goBackTo(1);
        storage.breakWatch();

        assertThat(watcher.take(PATIENCE)).contains(new Expired());
        assertThat(cache.list(maps, ALL)).extracting(CachedObject::name).containsExactly("two");
    }

    @Test
    @DisplayName("takes a resource in while it runs, and forgets it")
    void addAndRemove() {
        storage.writeUnheard(ALL + "a/early", json("a", "early"));
        storage.progress();
        Watcher before = cache.watch(maps, 2);

        cache.add(maps);
        assertThat(told(before)).containsExactly("expired");
        assertThat(cache.list(maps, ALL)).hasSize(3);
        storage.write(A, json("a", "one"));
        assertThat(cache.get(maps, A)).map(CachedObject::revision).contains(storage.currentRevision());

        cache.remove(maps);
        assertThatThrownBy(() -> cache.list(maps, ALL)).isInstanceOf(IllegalStateException.class);
        assertThat(cache.size(maps)).isZero();
    }

    @Test
    @DisplayName("reads what could not be decrypted when it is told that there are other keys")
    void sealed() throws Exception {
        storage.writeSealed(ALL + "a/sealed");
        storage.loseWatch();
        assertThat(cache.await(3, PATIENCE)).isTrue();
        assertThatThrownBy(() -> cache.list(maps, ALL)).isInstanceOf(UnreadableException.class);
        Watcher watcher = cache.watch(maps, 3);

        cache.readSealed();
        assertThatThrownBy(() -> cache.list(maps, ALL)).isInstanceOf(UnreadableException.class);
        assertThat(taken(watcher)).isEmpty();

        storage.unseal(ALL + "a/sealed", json("a", "sealed"));
        cache.readSealed();
        assertThat(cache.list(maps, ALL)).extracting(CachedObject::name).containsExactly("one", "sealed", "two");
        assertThat(told(watcher)).containsExactly("expired");
    }

    @Test
    @DisplayName("ends all watches when it is closed")
    void close() {
        Watcher watcher = cache.watch(maps, 2);

        cache.close();

        assertThat(told(watcher)).containsExactly("expired");
    }
}
