package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.GoText;
import dev.caravel.apiserver.patch.apply.ValueType.Elements;
import dev.caravel.apiserver.patch.apply.ValueType.UnidentifiedElementException;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses configurations that are not of their type, in upstream's words. */
final class ConfigurationCheck {
    private static final String BUILT_IN = "k8s.io.";

    private final List<String> faults = new ArrayList<>();

    private ConfigurationCheck() {}

    /** @throws dev.caravel.apiserver.status.ApiException when there is something wrong; as upstream, without a reason */
    static void check(Resource resource, ObjectNode configuration) {
        ConfigurationCheck check = new ConfigurationCheck();
        check.object(configuration, resource.schema(), "", false);
        if (check.faults.isEmpty()) {
            return;
        }
        JsonNode metadata = configuration.path("metadata");
        throw Statuses.unclassified("failed to create typed patch object (%s/%s; %s, Kind=%s): %s"
                .formatted(
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText(),
                        resource.id().group().isEmpty()
                                ? "/" + resource.id().version()
                                : resource.id().apiVersion(),
                        resource.definition().kind(),
                        check.message()));
    }

    private String message() {
        return faults.size() == 1 ? faults.getFirst() : "errors:\n  " + String.join("\n  ", faults);
    }

    /** @param within whether what is around it may have fields that are not declared, which then goes for it, too */
    private void object(ObjectNode object, Schema schema, String path, boolean within) {
        boolean open =
                schema.preservesUnknownFields() || within && !schema.name().startsWith(BUILT_IN);
        for (var member : object.properties()) {
            String below = path + "." + member.getKey();
            var field = schema.field(member.getKey());
            if (field.isPresent()) {
                field(member.getValue(), field.get(), below, open);
            } else if (!open) {
                fault(below, "field not declared in schema");
                return;
            }
        }
    }

    private void field(JsonNode value, Field field, String path, boolean open) {
        if (value.isNull()) {
            return;
        }
        switch (field.cardinality()) {
            case SINGLE -> single(value, field, path, open);
            case MAP -> {
                if (value.isObject()) {
                    value.properties()
                            .forEach(member -> single(member.getValue(), field, path + "." + member.getKey(), open));
                } else {
                    fault(path, "expected map, got " + GoText.wrapped(value));
                }
            }
            case LIST -> {
                if (value.isArray()) {
                    list(value, field, path, open);
                } else {
                    fault(path, "expected list, got " + GoText.wrapped(value));
                }
            }
        }
    }

    private void list(JsonNode list, Field field, String path, boolean open) {
        Set<PathElement> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode element = list.get(i);
            String at = path + "[" + i + "]";
            if (ValueType.of(field) instanceof Elements elements) {
                try {
                    PathElement identity = ValueType.identify(elements, element);
                    if (!seen.add(identity)) {
                        fault(path, "duplicate entries for key " + identity.display());
                    }
                    at = path + identity.display();
                } catch (UnidentifiedElementException e) {
                    fault(path, "element " + i + ": " + e.getMessage());
                    return;
                }
            }
            single(element, field, at, open);
        }
    }

    private void single(JsonNode value, Field field, String path, boolean open) {
        if (value.isNull()) {
            return;
        }
        switch (field.kind()) {
            case OBJECT -> {
                if (value instanceof ObjectNode object) {
                    field.type().ifPresent(type -> object(object, type, path, open));
                } else {
                    fault(path, "expected map, got " + GoText.wrapped(value));
                }
            }
            case STRING, BYTES, TIME, MICRO_TIME, DURATION -> {
                if (!value.isTextual()) {
                    fault(path, "expected string, got " + GoText.syntax(value));
                }
            }
            case INT32, INT64, DOUBLE -> {
                if (!value.isNumber()) {
                    fault(path, "expected numeric (int or float), got " + GoText.type(value));
                }
            }
            case BOOLEAN -> {
                if (!value.isBoolean()) {
                    fault(path, "expected boolean, got " + GoText.wrapped(value));
                }
            }
            case QUANTITY, INT_OR_STRING -> {
                if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
                    fault(path, "expected any scalar, got " + GoText.wrapped(value));
                }
            }
            case STRINGS -> {
                if (!value.isArray()) {
                    fault(path, "expected list, got " + GoText.wrapped(value));
                }
            }
            case ANY -> {}
        }
    }

    private void fault(String path, String what) {
        faults.add(path + ": " + what);
    }
}
