package dev.caravel.apiserver.authorization.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Selectors;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.machinery.selector.FieldSelector;
import dev.caravel.machinery.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is asked as a {@code SubjectAccessReviewSpec} of v1, in upstream's order, what is empty left out. Pure. */
final class AccessReviewSpec {
    private static final Map<LabelSelector.Operator, String> OPERATORS = Map.of(
            LabelSelector.Operator.IN, "In",
            LabelSelector.Operator.NOT_IN, "NotIn",
            LabelSelector.Operator.EXISTS, "Exists",
            LabelSelector.Operator.DOES_NOT_EXIST, "DoesNotExist");

    private AccessReviewSpec() {}

    static ObjectNode of(Attributes asked) {
        ObjectNode spec = JsonCodec.object();
        if (asked.resourceRequest()) {
            resource(spec.putObject("resourceAttributes"), asked);
        } else {
            ObjectNode path = spec.putObject("nonResourceAttributes");
            put(path, "path", asked.path());
            put(path, "verb", asked.verb());
        }
        UserInfo user = asked.user();
        put(spec, "user", user.name());
        put(spec, "groups", user.groups());
        if (!user.extra().isEmpty()) {
            ObjectNode extra = spec.putObject("extra");
            new TreeMap<>(user.extra()).forEach((key, values) -> values.forEach(extra.withArrayProperty(key)::add));
        }
        put(spec, "uid", user.uid());
        return spec;
    }

    private static void resource(ObjectNode attributes, Attributes asked) {
        put(attributes, "namespace", asked.namespace());
        put(attributes, "verb", asked.verb());
        put(attributes, "group", asked.group());
        put(attributes, "version", asked.version());
        put(attributes, "resource", asked.resource());
        put(attributes, "subresource", asked.subresource());
        put(attributes, "name", asked.name());
        ArrayNode fields = fields(asked.selectors());
        if (!fields.isEmpty()) {
            attributes.putObject("fieldSelector").set("requirements", fields);
        }
        ArrayNode labels = labels(asked.selectors());
        if (!labels.isEmpty()) {
            attributes.putObject("labelSelector").set("requirements", labels);
        }
    }

    private static ArrayNode fields(Selectors selectors) {
        ArrayNode requirements = JsonCodec.object().arrayNode();
        for (FieldSelector.Requirement requirement : selectors.fields().requirements()) {
            requirements
                    .addObject()
                    .put("key", requirement.field())
                    .put("operator", requirement.equal() ? "In" : "NotIn")
                    .putArray("values")
                    .add(requirement.value());
        }
        return requirements;
    }

    /** Comparisons of numbers have no name in reviews; to leave them out asks for more. */
    private static ArrayNode labels(Selectors selectors) {
        ArrayNode requirements = JsonCodec.object().arrayNode();
        for (LabelSelector.Requirement requirement : selectors.labels().requirements()) {
            if (OPERATORS.containsKey(requirement.operator())) {
                ObjectNode item = requirements
                        .addObject()
                        .put("key", requirement.key())
                        .put("operator", OPERATORS.get(requirement.operator()));
                put(item, "values", requirement.values());
            }
        }
        return requirements;
    }

    private static void put(ObjectNode object, String field, String value) {
        if (!value.isEmpty()) {
            object.put(field, value);
        }
    }

    private static void put(ObjectNode object, String field, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(object.putArray(field)::add);
        }
    }
}
