package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.http.Negotiation.Encoding;
import dev.caravel.apiserver.http.Negotiation.Representation;
import dev.caravel.apiserver.http.Negotiation.Shape;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.ProtobufAnswers;
import dev.caravel.apiserver.registry.WatchFeed.Change;
import dev.caravel.apiserver.registry.WatchFeed.Type;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.cache.CachedObject;
import dev.caravel.apiserver.storage.cache.ObjectEncoding;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An event that many watch")
class SharedEventsTest {
    private static final Resource PODS = BuiltinCatalog.load()
            .find(new GroupVersionResource("", "v1", "pods"))
            .orElseThrow();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:01:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final TableRenderer tables = new TableRenderer(clock);
    private final SharedEvents events = new SharedEvents();

    private static CachedObject pod(long revision) {
        byte[] json =
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\"}}"
                        .getBytes(UTF_8);
        return ObjectEncoding.cached(PODS, new Entry("/registry/pods/default/a", json, revision));
    }

    private WatchEncoder watch(Shape shape, Encoding encoding, String rows) {
        Rendering rendering = encoding == Encoding.PROTOBUF
                ? new ProtobufRendering(PODS, shape, new ProtobufAnswers(), events)
                : new ObjectRendering(PODS, new Representation(shape, encoding), tables, rows, events);
        return rendering.watch();
    }

    private static byte[] longest(List<byte[]> pieces) {
        return pieces.stream()
                .max(Comparator.comparingInt(piece -> piece.length))
                .orElseThrow();
    }

    private static String text(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toString(UTF_8);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"OBJECT, JSON", "OBJECT, PROTOBUF", "PARTIAL_METADATA, JSON", "PARTIAL_METADATA, PROTOBUF"})
    @DisplayName("is encoded once for those who want it in one form")
    void once(Shape shape, Encoding encoding) {
        Change change = new Change(Type.MODIFIED, pod(7));

        byte[] first = longest(watch(shape, encoding, "").encode(change));
        byte[] second = longest(watch(shape, encoding, "").encode(new Change(Type.MODIFIED, change.object())));

        assertThat(second).isSameAs(first);
    }

    @Test
    @DisplayName("is another one for each form, for each kind of change and for each object")
    void others() {
        CachedObject pod = pod(7);
        Change change = new Change(Type.MODIFIED, pod);

        assertThat(List.of(
                        text(watch(Shape.OBJECT, Encoding.PROTOBUF, "").encode(change)),
                        text(watch(Shape.PARTIAL_METADATA, Encoding.PROTOBUF, "")
                                .encode(change)),
                        text(watch(Shape.PARTIAL_METADATA, Encoding.JSON, "").encode(change)),
                        text(watch(Shape.OBJECT, Encoding.PROTOBUF, "").encode(new Change(Type.ADDED, pod))),
                        text(watch(Shape.OBJECT, Encoding.PROTOBUF, "").encode(new Change(Type.MODIFIED, pod(8)))),
                        text(watch(Shape.OBJECT, Encoding.PROTOBUF, "")
                                .encode(new Change(Type.MODIFIED, pod(7 + (1 << 10)))))))
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("has column definitions in the first table of each watch, and is then shared")
    void tables() {
        WatchEncoder one = watch(Shape.TABLE, Encoding.JSON, "None");
        WatchEncoder other = watch(Shape.TABLE, Encoding.JSON, "None");
        Change change = new Change(Type.MODIFIED, pod(7));

        assertThat(text(one.encode(change))).contains("\"name\":\"Name\"");
        byte[] second = longest(one.encode(change));
        assertThat(new String(second, UTF_8)).contains("\"columnDefinitions\":null");
        assertThat(text(other.encode(change))).contains("\"name\":\"Name\"");
        assertThat(longest(other.encode(change))).isSameAs(second);
    }

    @Test
    @DisplayName("has its table's ages of the second in which it is sent")
    void ages() {
        WatchEncoder watch = watch(Shape.TABLE, Encoding.JSON, "None");
        Change change = new Change(Type.MODIFIED, pod(7));
        watch.encode(change);

        String early = text(watch.encode(change));
        now.updateAndGet(then -> then.plus(Duration.ofSeconds(1)));
        String late = text(watch.encode(change));

        assertThat(early).contains("\"60s\"");
        assertThat(late).contains("\"61s\"");
    }

    @Test
    @DisplayName("has its rows' objects as each watch asks for them")
    void rows() {
        WatchEncoder none = watch(Shape.TABLE, Encoding.JSON, "None");
        WatchEncoder whole = watch(Shape.TABLE, Encoding.JSON, "Object");
        Change change = new Change(Type.MODIFIED, pod(7));
        none.encode(change);
        whole.encode(change);

        assertThat(text(none.encode(change))).doesNotContain("\"kind\":\"Pod\"");
        assertThat(text(whole.encode(change))).contains("\"kind\":\"Pod\"");
    }

    @Test
    @DisplayName("is encoded once though all ask at the same time")
    void race() throws Exception {
        SharedEvents.Form form =
                new SharedEvents.Form(PODS, new Representation(Shape.OBJECT, Encoding.YAML), IncludeObject.NONE, 0);
        Change change = new Change(Type.ADDED, pod(7));
        AtomicInteger encoded = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<List<byte[]>>> answers = new ArrayList<>();
        try (ExecutorService watches = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                answers.add(watches.submit(() -> {
                    start.await();
                    return events.encoded(form, change, () -> {
                        encoded.incrementAndGet();
                        return List.of(JsonCodec.write(JsonCodec.object()));
                    });
                }));
            }
            start.countDown();
        }

        assertThat(encoded).hasValue(1);
        List<byte[]> first = answers.getFirst().get();
        for (Future<List<byte[]>> answer : answers) {
            assertThat(answer.get()).isSameAs(first);
        }
    }

    @Test
    @DisplayName("can be tried again by the next when it could not be encoded")
    void failure() {
        SharedEvents.Form form =
                new SharedEvents.Form(PODS, new Representation(Shape.OBJECT, Encoding.YAML), IncludeObject.NONE, 0);
        Change change = new Change(Type.ADDED, pod(7));

        assertThatThrownBy(() -> events.encoded(form, change, () -> {
                    throw new IllegalStateException("no converter");
                }))
                .hasMessage("no converter");
        assertThat(events.encoded(form, change, List::of)).isEmpty();
    }
}
