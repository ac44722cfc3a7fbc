package dev.caravel.apiserver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Event;
import dev.caravel.apiserver.storage.Storage.Page;
import dev.caravel.apiserver.storage.Storage.Put;
import dev.caravel.apiserver.storage.Storage.StorageException;
import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What upstream stored in protobuf")
class JsonStorageTest {
    private static final String KEY = "/registry/jobs/default/j";
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();

    @Test
    @DisplayName("is read as JSON, with defaults in place of the zeros that protobuf leaves out")
    void protobuf() throws Exception {
        Storage storage = over(envelope("batch/v1", "Job", message(1, message(1, "j".getBytes(UTF_8)))));

        var job = JsonCodec.readObject(storage.get(KEY).orElseThrow().value());

        assertThat(job.path("kind").asText()).isEqualTo("Job");
        assertThat(job.path("apiVersion").asText()).isEqualTo("batch/v1");
        assertThat(job.at("/metadata/name").asText()).isEqualTo("j");
        assertThat(job.at("/spec/manualSelector").isBoolean()).isTrue();
    }

    @Test
    @DisplayName("stands beside JSON in lists and watches")
    void listsAndWatches() throws Exception {
        Storage storage = over(envelope("batch/v1", "Job", message(1, message(1, "j".getBytes(UTF_8)))));

        Entry listed = storage.list("/registry/", "/registry/", 0, 0).entries().getFirst();
        Event event = storage.watch("/registry/", 0).collect().first().await().indefinitely();

        assertThat(JsonCodec.readObject(listed.value()).at("/metadata/name").asText())
                .isEqualTo("j");
        assertThat(((Put) event).entry().value()).isEqualTo(listed.value());
    }

    @Test
    @DisplayName("and is of no known kind is left alone in lists, and an error by itself")
    void unknownKind() {
        byte[] stored = envelope("v1", "RangeAllocation", new byte[0]);
        Storage storage = over(stored);

        assertThat(storage.list("/registry/", "/registry/", 0, 0)
                        .entries()
                        .getFirst()
                        .value())
                .isEqualTo(stored);
        assertThatThrownBy(() -> storage.get(KEY))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no kind \"RangeAllocation\" is registered for version \"v1\"");
    }

    private static Storage over(byte[] value) {
        return new JsonStorage(new OneValue(value), new ProtobufBodies(CATALOG::schema), CATALOG);
    }

    /** {@code runtime.Unknown}: the type's version and kind, then the message. */
    private static byte[] envelope(String apiVersion, String kind, byte[] raw) {
        byte[] type = concat(message(1, apiVersion.getBytes(UTF_8)), message(2, kind.getBytes(UTF_8)));
        return concat(new byte[] {'k', '8', 's', 0}, concat(message(1, type), message(2, raw)));
    }

    private static byte[] message(int field, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(field << 3 | 2);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    /** A storage in which somebody else has put one value. */
    private record OneValue(byte[] value) implements Storage {
        private Entry entry() {
            return new Entry(KEY, value, 1);
        }

        @Override
        public Optional<Entry> get(String key) {
            return Optional.of(entry());
        }

        @Override
        public Page list(String prefix, String startKey, long limit, long revision) {
            return new Page(List.of(entry()), 1, false, 0);
        }

        @Override
        public Optional<Long> create(String key, byte[] stored, long ttlSeconds) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public Optional<Long> replace(String key, byte[] stored, long expectedRevision, long ttlSeconds) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public Optional<Long> delete(String key, long expectedRevision) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public Multi<Event> watch(String prefix, long afterRevision) {
            return Multi.createFrom().item(new Put(entry(), Optional.empty()));
        }

        @Override
        public long currentRevision() {
            return 1;
        }

        @Override
        public void close() {}
    }
}
