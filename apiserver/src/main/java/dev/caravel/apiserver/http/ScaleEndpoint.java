package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.http.Negotiation.Shape;
import dev.caravel.apiserver.kinds.workloads.ScaleView;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import dev.caravel.apiserver.registry.FieldTracking;
import dev.caravel.apiserver.registry.Reads;
import dev.caravel.apiserver.registry.Target;
import dev.caravel.apiserver.registry.Update;
import dev.caravel.apiserver.registry.WriteOptions;
import dev.caravel.apiserver.resource.ResourceDefinition.Column;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Answers for {@code scale}: an object's replicas seen as {@code autoscaling/v1 Scale}. Thread-safe. */
public final class ScaleEndpoint {
    private static final String SCALE = "scale";

    private static final List<Column> COLUMNS = List.of(
            new Column("Name", "string", "name", "", 0, ".metadata.name"),
            new Column("Desired", "integer", "", "", 0, "orZero(.spec.replicas)"),
            new Column("Available", "integer", "", "", 0, "orZero(.status.replicas)"),
            new Column("Age", "string", "", "", 0, "age"));

    private final Reads reads;
    private final Update update;
    private final FieldOwnership ownership;
    private final PatchFormats patches;
    private final Schema schema;
    private final TableRenderer tables;

    /** @param schema of Scale */
    public ScaleEndpoint(
            Reads reads,
            Update update,
            FieldOwnership ownership,
            PatchFormats patches,
            Schema schema,
            TableRenderer tables) {
        this.reads = reads;
        this.update = update;
        this.ownership = ownership;
        this.patches = patches;
        this.schema = schema;
        this.tables = tables;
    }

    Answer answer(Call call, Target target) {
        ScaleView view = ScaleView.of(
                target.groupResource(),
                target.resource().definition().subresources().get("scale").properties());
        Target object = Target.of(target.resource(), target.namespace(), target.name());
        return switch (call.info().verb()) {
            case "get" ->
                answer(
                        call,
                        view.read(Reads.tree(target.resource(), reads.get(object, call.parameter("resourceVersion")))));
            case "update" -> {
                ObjectNode scale = RequestBody.object(call, "Scale");
                yield write(call, object, view, _ -> scale, QueryOptions.write(call));
            }
            case "patch" ->
                ApplyEndpoint.isApply(call)
                        ? apply(call, object, view)
                        : write(call, object, view, patches.change(call, schema).change(), QueryOptions.patch(call));
            default ->
                throw Statuses.methodNotAllowed(
                        target.groupResource(), call.info().verb());
        };
    }

    private Answer answer(Call call, ObjectNode scale) {
        boolean table = Negotiation.choose(call.header("Accept"), true, true).shape() == Shape.TABLE;
        return Answer.json(
                200,
                table
                        ? tables.render(COLUMNS, schema, scale, IncludeObject.parse(call.parameter("includeObject")))
                        : scale);
    }

    private Answer write(
            Call call, Target object, ScaleView view, UnaryOperator<ObjectNode> change, WriteOptions options) {
        ObjectNode written = update.update(
                object,
                current -> view.write(current, change.apply(view.read(current))),
                options.withTracking(options.tracking().through(SCALE)),
                Optional.of(view));
        return answer(call, view.read(written));
    }

    /** An applied scale is the object's own configuration of its replicas, and of nothing else. */
    private Answer apply(Call call, Target object, ScaleView view) {
        WriteOptions options = QueryOptions.patch(call).withTracking(FieldTracking.DONE);
        RequestBody body = RequestBody.configuration(call);
        view.requireScale(body.object());
        ObjectNode written = update.update(
                object,
                present -> {
                    ObjectNode current = present.deepCopy();
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
        return answer(call, view.read(written));
    }
}
