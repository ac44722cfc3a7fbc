package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.workloads.ScaleView;
import dev.caravel.apiserver.registry.Reads;
import dev.caravel.apiserver.registry.Target;
import dev.caravel.apiserver.registry.Update;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;
import java.util.function.UnaryOperator;

/** Answers for {@code scale}: an object's replicas seen as {@code autoscaling/v1 Scale}. Thread-safe. */
public final class ScaleEndpoint {
    private final Reads reads;
    private final Update update;
    private final PatchFormats patches;
    private final Schema schema;

    /** @param schema of Scale */
    public ScaleEndpoint(Reads reads, Update update, PatchFormats patches, Schema schema) {
        this.reads = reads;
        this.update = update;
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
                yield write(call, object, view, _ -> scale);
            }
            case "patch" -> write(call, object, view, patches.change(call, schema));
            default ->
                throw Statuses.methodNotAllowed(
                        target.groupResource(), call.info().verb());
        };
    }

    private Answer write(Call call, Target object, ScaleView view, UnaryOperator<ObjectNode> change) {
        ObjectNode written = update.update(
                object, current -> view.write(current, change.apply(view.read(current))), QueryOptions.write(call));
        return Answer.json(200, view.read(written));
    }
}
