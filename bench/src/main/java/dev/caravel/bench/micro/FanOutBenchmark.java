package dev.caravel.bench.micro;

import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.apiserver.storage.cache.Watcher;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One change of a pod, from the store to all who watch: the time of the change. */
@State(Scope.Benchmark)
public class FanOutBenchmark {
    private static final String KEY = "/registry/pods/bench/web-5c8f9d7b6-abcde";

    @Param({"1", "500"})
    int watches;

    private final List<Watcher> watchers = new ArrayList<>();
    private ChangingStorage storage;
    private WatchCache cache;

    @Setup
    public void watch() {
        PodFixture fixture = new PodFixture();
        storage = new ChangingStorage(KEY, JsonCodec.write(fixture.pod()));
        cache = new WatchCache(storage, "/registry/", fixture.catalog());
        cache.start();
        for (int i = 0; i < watches; i++) {
            watchers.add(cache.watch(fixture.resource(), cache.revision()));
        }
    }

    @TearDown
    public void close() {
        cache.close();
    }

    @Benchmark
    public int changeToAll() {
        storage.change();
        int heard = 0;
        for (Watcher watcher : watchers) {
            heard += watcher.takeNow().isPresent() ? 1 : 0;
        }
        if (heard != watches) {
            throw new IllegalStateException("%d of %d have heard of the change".formatted(heard, watches));
        }
        return heard;
    }
}
