package dev.caravel.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.patch.JsonPatcher;
import dev.caravel.apiserver.patch.MergePatcher;
import dev.caravel.apiserver.patch.Patcher;
import dev.caravel.apiserver.patch.StrategicMergePatcher;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import dev.caravel.apiserver.resource.Resource;
import java.time.Clock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pod with a condition set by each format of patch; and a configuration applied that changes one image. */
@State(Scope.Benchmark)
public class PatchBenchmark {
    private static final byte[] MERGE =
            "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"
                    .getBytes(UTF_8);
    private static final byte[] JSON =
            "[{\"op\":\"add\",\"path\":\"/status\",\"value\":{\"phase\":\"Running\"}}]".getBytes(UTF_8);
    private static final String APPLIER = "kubectl";

    private final Patcher merge = new MergePatcher();
    private final Patcher strategic = new StrategicMergePatcher();
    private final Patcher json = new JsonPatcher();
    private Resource resource;
    private FieldOwnership ownership;
    private ObjectNode pod;
    private ObjectNode applied;
    private ObjectNode configuration;

    @Setup
    public void prepare() {
        PodFixture fixture = new PodFixture();
        resource = fixture.resource();
        ownership = new FieldOwnership(fixture.catalog(), Clock.systemUTC());
        pod = fixture.pod();
        configuration = fixture.configuration();
        applied = ownership.apply(resource, "", JsonCodec.object(), configuration, APPLIER, false);
        resource.applyDefaults(applied);
        configuration.withObject("/spec/containers/0").put("image", "registry.example/web:1.2.4");
    }

    @Benchmark
    public ObjectNode mergePatch() {
        return merge.apply(pod, MERGE, resource.schema());
    }

    @Benchmark
    public ObjectNode strategicMergePatch() {
        return strategic.apply(pod, MERGE, resource.schema());
    }

    @Benchmark
    public ObjectNode jsonPatch() {
        return json.apply(pod, JSON, resource.schema());
    }

    @Benchmark
    public ObjectNode apply() {
        return ownership.apply(resource, "", applied, configuration, APPLIER, false);
    }

    /** What every update pays for {@code managedFields}. */
    @Benchmark
    public ObjectNode trackUpdate() {
        ObjectNode next = applied.deepCopy();
        next.withObject("/spec").put("priority", 7);
        ownership.track(resource, "", applied, next, "controller");
        return next;
    }
}
