package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.workloads.ScaleView;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import dev.caravel.apiserver.registry.FieldTracking;
import dev.caravel.apiserver.registry.Reads;
import dev.caravel.apiserver.registry.Target;
import dev.caravel.apiserver.registry.Update;
import dev.caravel.apiserver.registry.WriteOptions;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Answers for {@code scale}: an object's replicas seen as {@code autoscaling/v1 Scale}. Thread-safe. */
public final class ScaleEndpoint {
    private static final String SCALE = "scale";

    private final Reads reads;
    private final Update update;
    private final FieldOwnership ownership;
    private final PatchFormats patches;
    private final Schema schema;

    /** @param schema of Scale */
    public ScaleEndpoint(Reads reads, Update update, FieldOwnership ownership, PatchFormats patches, Schema schema) {
        this.reads = reads;
        this.update = update;
        this.ownership = ownership;
        this.patches = patches;
        this.schema = schema;
    }

    Answer answer(Call call, Target target) {
        ScaleView view = ScaleView.of(
                target.groupResource(),
                target.resource().definition().subresources().get("scale").properties());
        Target object = Target.of(target.resource(), target.namespace(), target.name());
        return switch (call.info().verb()) {
            case "get" ->
                Answer.json(
                        200,
                        view.read(Reads.tree(target.resource(), reads.get(object, call.parameter("resourceVersion")))));
            case "update" -> {
                ObjectNode scale = RequestBody.object(call, "Scale");
                yield write(object, view, _ -> scale, QueryOptions.write(call));
            }
            case "patch" ->
                ApplyEndpoint.isApply(call)
                        ? apply(call, object, view)
                        : write(object, view, patches.change(call, schema).change(), QueryOptions.patch(call));
            default ->
                throw Statuses.methodNotAllowed(
                        target.groupResource(), call.info().verb());
        };
    }

    private Answer write(Target object, ScaleView view, UnaryOperator<ObjectNode> change, WriteOptions options) {
        ObjectNode written = update.update(
                object,
                current -> view.write(current, change.apply(view.read(current))),
                options.withTracking(options.tracking().through(SCALE)),
                Optional.of(view));
        return Answer.json(200, view.read(written));
    }

    /** An applied scale is the object's own configuration of its replicas, and of nothing else. */
    private Answer apply(Call call, Target object, ScaleView view) {
        WriteOptions options = QueryOptions.patch(call).withTracking(FieldTracking.DONE);
        RequestBody body = RequestBody.configuration(call);
        view.requireScale(body.object());
        ObjectNode written = update.update(
                object,
                current -> {
                    current.withObject("/metadata").remove("resourceVersion");
                    ObjectNode configuration = view.configuration(current, body.object());
                    ObjectNode next = ownership.apply(
                            object.resource(),
                            SCALE,
                            current,
                            configuration,
                            call.parameter("fieldManager"),
                            ApplyEndpoint.isForced(call));
                    ApplyEndpoint.judgeDuplicates(body, options);
                    return next;
                },
                options,
                Optional.of(view));
        return Answer.json(200, view.read(written));
    }
}
