package dev.caravel.bench.micro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.ProtobufAnswers;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.cache.CachedObject;
import dev.caravel.apiserver.storage.cache.ObjectEncoding;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pod: from bytes to a tree and back, as JSON and as protobuf, and into the watch cache. */
@State(Scope.Benchmark)
public class CodecBenchmark {
    private static final String KEY = "/registry/pods/bench/web-5c8f9d7b6-abcde";

    private final ProtobufAnswers answers = new ProtobufAnswers();
    private Resource resource;
    private ProtobufBodies bodies;
    private ObjectNode pod;
    private byte[] json;
    private byte[] protobuf;
    private Entry entry;

    @Setup
    public void prepare() {
        PodFixture fixture = new PodFixture();
        resource = fixture.resource();
        bodies = new ProtobufBodies(fixture.catalog()::schema);
        pod = fixture.pod();
        json = JsonCodec.write(pod);
        protobuf = answers.object(resource.schema(), pod);
        entry = new Entry(KEY, json, 1);
    }

    @Benchmark
    public ObjectNode readJson() throws IOException {
        return JsonCodec.readObject(json);
    }

    @Benchmark
    public byte[] writeJson() {
        return JsonCodec.write(pod);
    }

    @Benchmark
    public ObjectNode readProtobuf() {
        return bodies.decode(protobuf);
    }

    @Benchmark
    public byte[] writeProtobuf() {
        return answers.object(resource.schema(), pod);
    }

    /** Of an object that is in the watch cache: nothing but its bytes is read. */
    @Benchmark
    public byte[] transcode() {
        return answers.object(resource.schema(), "v1", "Pod", json);
    }

    @Benchmark
    public CachedObject takeIntoCache() {
        return ObjectEncoding.cached(resource, entry);
    }
}
