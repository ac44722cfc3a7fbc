package dev.caravel.apiserver.resource.table;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceDefinition.Column;
import dev.caravel.apiserver.resource.Schema;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Renders objects as {@code meta.k8s.io/v1 Table}, which is what {@code kubectl get} prints. Thread-safe. */
public final class TableRenderer {
    /** What goes along with each row: {@code includeObject} of the request. */
    public enum IncludeObject {
        NONE,
        METADATA,
        OBJECT;

        /** @param parameter the query parameter; upstream's default when empty */
        public static IncludeObject parse(String parameter) {
            return switch (parameter) {
                case "None" -> NONE;
                case "Object" -> OBJECT;
                default -> METADATA;
            };
        }
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Column NAME = new Column("Name", "string", "name", "", 0, ".metadata.name");
    private static final Column CREATED_AT = new Column("Created At", "date", "", "", 0, ".metadata.creationTimestamp");

    private final Clock clock;
    private final Map<String, Cell> cells = new ConcurrentHashMap<>();

    public TableRenderer(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @param metadata of the list, or of the one object: resourceVersion, continue, remainingItemCount are taken from it
     * @param withColumns false for all but the first event of a watch
     */
    public ObjectNode render(
            Resource resource,
            List<ObjectNode> objects,
            ObjectNode metadata,
            IncludeObject includeObject,
            boolean withColumns) {
        var columns = columns(resource);
        var cellsOfRow = columns.stream().map(column -> cell(resource, column)).toList();
        return table(
                columns,
                cellsOfRow,
                resource.schema(),
                RowOrder.of(resource.definition().kind(), objects),
                metadata,
                includeObject,
                withColumns);
    }

    /** An object that is no resource's own, such as a Scale, by the columns given. */
    public ObjectNode render(List<Column> columns, Schema schema, ObjectNode object, IncludeObject includeObject) {
        var cellsOfRow = columns.stream()
                .map(column -> cells.computeIfAbsent(column.source(), Cells::of))
                .toList();
        return table(columns, cellsOfRow, schema, List.of(object), object.withObject("/metadata"), includeObject, true);
    }

    private ObjectNode table(
            List<Column> columns,
            List<Cell> cellsOfRow,
            Schema schema,
            List<ObjectNode> objects,
            ObjectNode metadata,
            IncludeObject includeObject,
            boolean withColumns) {
        var table = JSON.objectNode().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        var tableMetadata = table.putObject("metadata");
        for (var field : List.of("selfLink", "resourceVersion", "continue", "remainingItemCount")) {
            if (metadata.hasNonNull(field)) {
                tableMetadata.set(field, metadata.get(field));
            }
        }
        if (withColumns) {
            var definitions = table.putArray("columnDefinitions");
            columns.forEach(column -> definitions.add(describe(column, schema)));
        } else {
            table.putNull("columnDefinitions");
        }
        var rows = table.putArray("rows");
        var now = clock.instant();
        objects.forEach(object -> rows.add(row(object, cellsOfRow, includeObject, now)));
        return table;
    }

    /** Which second it is: tables of the same objects that are made in the same one are equal. */
    public long second() {
        return clock.instant().getEpochSecond();
    }

    /** {@code meta.k8s.io/v1 PartialObjectMetadata} of an object. */
    public static ObjectNode partialMetadata(ObjectNode object) {
        var partial = JSON.objectNode().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata").isObject() ? object.get("metadata") : JSON.objectNode());
        return partial;
    }

    private static List<Column> columns(Resource resource) {
        var declared = resource.definition().columns();
        if (declared.stream().anyMatch(column -> column.name().equals("Name"))) {
            return declared;
        }
        var columns = new ArrayList<Column>();
        columns.add(NAME);
        columns.addAll(declared.isEmpty() ? List.of(CREATED_AT) : declared);
        return columns;
    }

    private Cell cell(Resource resource, Column column) {
        return resource.custom() && !column.equals(NAME)
                ? CustomCells.of(column)
                : cells.computeIfAbsent(column.source(), Cells::of);
    }

    private ObjectNode row(ObjectNode object, List<Cell> cellsOfRow, IncludeObject includeObject, Instant now) {
        var row = JSON.objectNode();
        var values = row.putArray("cells");
        for (var cell : cellsOfRow) {
            values.add(cell.of(object, now));
        }
        addConditions(object, row);
        switch (includeObject) {
            case NONE -> {}
            case METADATA -> row.set("object", partialMetadata(object));
            case OBJECT -> row.set("object", object);
        }
        return row;
    }

    /** Clients may leave out finished pods by this. */
    private static void addConditions(ObjectNode object, ObjectNode row) {
        if (!object.path("kind").asText().equals("Pod")) {
            return;
        }
        switch (JsonPaths.text(object, "status.phase")) {
            case "Succeeded" ->
                completed(row.putArray("conditions"), "Succeeded", "The pod has completed successfully.");
            case "Failed" -> completed(row.putArray("conditions"), "Failed", "The pod failed.");
            default -> {}
        }
    }

    private static void completed(ArrayNode conditions, String reason, String message) {
        conditions
                .addObject()
                .put("type", "Completed")
                .put("status", "True")
                .put("reason", reason)
                .put("message", message);
    }

    private static ObjectNode describe(Column column, Schema schema) {
        return JSON.objectNode()
                .put("name", column.name())
                .put("type", column.type())
                .put("format", column.format())
                .put(
                        "description",
                        column.description().isEmpty() ? fieldDescription(column, schema) : column.description())
                .put("priority", column.priority());
    }

    /** A column that shows a field is described as the field is. */
    private static String fieldDescription(Column column, Schema schema) {
        var open = column.source().indexOf('(');
        var path = column.source().equals("age")
                ? ".metadata.creationTimestamp"
                : open < 0 || !column.source().endsWith(")") // a path with a filter is no function
                        ? column.source()
                        : column.source().substring(open + 1, column.source().length() - 1);
        var description = "";
        Schema type = schema;
        for (var name : path.startsWith(".") ? path.substring(1).split("\\.") : new String[0]) {
            var field = type == null ? null : type.fields().get(name);
            if (field == null) {
                return "";
            }
            description = field.description();
            type = field.type().orElse(null);
        }
        return description;
    }
}
