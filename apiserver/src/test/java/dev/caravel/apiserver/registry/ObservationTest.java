package dev.caravel.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.cache.MemoryStorage;
import dev.caravel.apiserver.storage.cache.WatchCache;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Who observes a resource")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ObservationTest {
    private static final String ALL = "/registry/configmaps/";
    private static final String ONE = ALL + "a/one";

    private final Resource maps =
            Writes.catalog().find(new GroupResource("", "configmaps")).orElseThrow();
    private final MemoryStorage storage = new MemoryStorage();
    private final WatchCache cache = new WatchCache(storage, "/registry/", Writes.catalog());
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private Thread thread;

    private static String json(String name) {
        return "{\"metadata\":{\"namespace\":\"a\",\"name\":\"%s\"}}".formatted(name);
    }

    private final class Listener implements Observer {
        @Override
        public void set(ObjectNode object) {
            String name = object.at("/metadata/name").asText();
            if (name.equals("odd")) {
                throw new IllegalArgumentException("not what it should be like");
            }
            told.add("+" + name);
        }

        @Override
        public void deleted(ObjectNode object) {
            told.add("-" + object.at("/metadata/name").asText());
        }

        @Override
        public void synced() {
            told.add("all");
        }

        @Override
        public void partlySynced() {
            told.add("part");
        }
    }

    private void observe() {
        cache.start();
        thread = Thread.startVirtualThread(() -> {
            try {
                new Observation(cache, maps, ALL, new Listener()).run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void stop() {
        thread.interrupt();
        cache.close();
    }

    /** The next things that it is told. */
    private List<String> next(int count) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            next.add(told.take());
        }
        return next;
    }

    @Test
    @DisplayName("hears that there is more than can be read, and when all of it can be")
    void unreadable() throws Exception {
        storage.writeUnheard(ONE, json("one"));
        storage.writeUnheard(ALL + "a/broken", "{");
        observe();
        assertThat(next(2)).containsExactly("+one", "part");

        storage.write(ALL + "a/broken", json("broken"));

        assertThat(next(2)).containsExactly("+broken", "all");
    }

    @Test
    @DisplayName("hears when the last of what cannot be read is gone")
    void unreadableGone() throws Exception {
        storage.writeUnheard(ALL + "a/broken", "{");
        observe();
        assertThat(next(1)).containsExactly("part");

        storage.remove(ALL + "a/broken");

        assertThat(next(1)).containsExactly("all");
    }

    @Test
    @DisplayName("keeps what it knew of an object that becomes unreadable, until that is gone")
    void becomesUnreadable() throws Exception {
        storage.writeUnheard(ONE, json("one"));
        observe();
        assertThat(next(2)).containsExactly("+one", "all");

        storage.write(ONE, "rubbish");
        assertThat(next(1)).containsExactly("all");
        storage.remove(ONE);

        assertThat(next(2)).containsExactly("-one", "all");
    }

    @Test
    @DisplayName("hears of all others when it cannot make anything of one object, which counts as unreadable")
    void odd() throws Exception {
        storage.writeUnheard(ALL + "a/odd", json("odd"));
        storage.writeUnheard(ONE, json("one"));
        observe();
        assertThat(next(2)).containsExactly("+one", "part");

        storage.write(ALL + "b/two", json("two"));
        assertThat(next(1)).containsExactly("+two");
        storage.remove(ALL + "a/odd");

        assertThat(next(2)).containsExactly("-odd", "all");
    }
}
