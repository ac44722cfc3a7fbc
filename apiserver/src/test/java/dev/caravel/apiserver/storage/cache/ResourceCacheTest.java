package dev.caravel.apiserver.storage.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.storage.Storage.Delete;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Put;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.UnreadableException.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The cache of a resource, of whose values one cannot be read,")
class ResourceCacheTest {
    private static final String BROKEN = "/registry/configmaps/a/broken";
    private static final String FINE = "/registry/configmaps/a/fine";
    private static final String OTHER = "/registry/configmaps/b/other";

    private final ResourceCache cache = new ResourceCache(
            Writes.catalog().find(new GroupResource("", "configmaps")).orElseThrow(),
            List.of(entry(BROKEN, "rubbish", 1), entry(FINE, "{}", 2), entry(OTHER, "{}", 3)),
            3);

    private static Entry entry(String key, String value, long revision) {
        return new Entry(key, value.getBytes(UTF_8), revision);
    }

    private void put(String key, String value, long revision) {
        cache.put(new Put(entry(key, value, revision), Optional.empty()));
    }

    @Test
    @DisplayName("gives all the others, and lists of other namespaces")
    void others() {
        assertThat(cache.get(FINE)).isPresent();
        assertThat(cache.list("/registry/configmaps/b/")).hasSize(1);
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "gives a list, and what a watch begins with, the revision of the last change in it, be that a deletion")
    void snapshots() {
        long reached = 3;
        cache.delete(new Delete(OTHER, Optional.empty(), 7)); // which the whole cache has not told anybody of yet
        Watcher watcher = new Watcher();
        cache.watchFromNow("/registry/configmaps/b/", reached, watcher);

        assertThat(cache.snapshot("/registry/configmaps/b/", reached)).isEqualTo(new Snapshot(List.of(), 7));
        assertThat(cache.snapshotOfOne(OTHER, reached)).isEqualTo(new Snapshot(List.of(), 7));
        assertThat(cache.snapshotOfOne(FINE, 9).revision()).isEqualTo(9);
        assertThat(watcher.takeNow()).hasValueSatisfying(signal -> assertThat(((Watcher.Present) signal).revision())
                .isEqualTo(7));
    }

    @Test
    @DisplayName("refuses it, and lists that it should be in")
    void refused() {
        assertThatThrownBy(() -> cache.get(BROKEN))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith("unable to decode key \"" + BROKEN + "\": Unrecognized token 'rubbish'");
        assertThatThrownBy(() -> cache.list("/registry/configmaps/a/")).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> cache.list("/registry/configmaps/")).isInstanceOf(UnreadableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"metadata\": 1}", "{", "\"text\""})
    @DisplayName("takes what is no object for unreadable")
    void noObject(String value) {
        put(FINE, value, 4);

        assertThatThrownBy(() -> cache.get(FINE))
                .isInstanceOfSatisfying(
                        UnreadableException.class, e -> assertThat(e.step()).isEqualTo(Step.DECODE));
    }

    @Test
    @DisplayName("goes on when the value is written anew, or deleted")
    void repaired() {
        Watcher watcher = new Watcher();
        cache.watch(3, watcher);

        put(BROKEN, "{}", 4);

        assertThat(cache.list("/registry/configmaps/a/")).hasSize(2);
        assertThat(watcher.takeNow()).hasValueSatisfying(signal -> assertThat(signal)
                .isInstanceOfSatisfying(
                        Watcher.Changed.class,
                        changed -> assertThat(changed.event().previous()).isEmpty()));

        put(BROKEN, "rubbish", 5);
        cache.delete(new Delete(BROKEN, Optional.empty(), 6));

        assertThat(cache.get(BROKEN)).isEmpty();
        assertThat(cache.list("/registry/configmaps/a/")).hasSize(1);
    }

    @Test
    @DisplayName("ends watches when an object becomes unreadable: they could not be told what it is now")
    void watches() {
        Watcher watcher = new Watcher();
        cache.watch(3, watcher);

        put(FINE, "rubbish", 4);

        assertThat(watcher.takeNow()).containsInstanceOf(Watcher.Expired.class);
        assertThatThrownBy(() -> cache.get(FINE)).isInstanceOf(UnreadableException.class);
    }

    @Test
    @DisplayName("says what the storage says of a value that it could not open")
    void sealed() {
        UnreadableException fault = new UnreadableException(Step.TRANSFORM, FINE, "no matching prefix found", null);

        cache.put(new Put(new Entry(FINE, new byte[0], 4, false, Optional.of(fault)), Optional.empty()));

        assertThatThrownBy(() -> cache.get(FINE))
                .hasMessage("unable to transform key \"" + FINE + "\": no matching prefix found");
    }
}
