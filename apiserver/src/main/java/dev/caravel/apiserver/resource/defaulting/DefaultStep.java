package dev.caravel.apiserver.resource.defaulting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Condition;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of the defaulting of a type.
 *
 * @param set values by path, for what is absent or empty
 * @param ifZero values by path, for what is absent, empty or 0
 * @param remove paths of what goes
 * @param rule what data cannot say
 */
record DefaultStep(
        Condition condition,
        Map<String, JsonNode> set,
        Map<String, JsonNode> ifZero,
        List<String> remove,
        Optional<DefaultRule> rule) {

    static DefaultStep of(JsonNode yaml) {
        var remove = new ArrayList<String>();
        yaml.path("remove").forEach(path -> remove.add(path.asText()));
        var rule = yaml.has("rule")
                ? Optional.of(DefaultRules.named(yaml.get("rule").asText()))
                : Optional.<DefaultRule>empty();
        return new DefaultStep(Condition.of(yaml), values(yaml.path("set")), values(yaml.path("ifZero")), remove, rule);
    }

    void apply(ObjectNode object) {
        if (!condition.holds(object)) {
            return;
        }
        set.forEach((path, value) -> setIfAbsent(object, path, value, false));
        ifZero.forEach((path, value) -> setIfAbsent(object, path, value, true));
        remove.forEach(path -> remove(object, path));
        rule.ifPresent(toApply -> toApply.apply(object));
    }

    private static void setIfAbsent(ObjectNode object, String path, JsonNode value, boolean zeroIsAbsent) {
        var parent = object;
        var start = 0;
        for (var dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', start)) {
            var name = path.substring(start, dot);
            parent = parent.path(name) instanceof ObjectNode child ? child : parent.putObject(name);
            start = dot + 1;
        }
        var name = path.substring(start);
        if (isAbsent(parent.path(name), value, zeroIsAbsent)) {
            parent.set(name, value.deepCopy());
        }
    }

    private static boolean isAbsent(JsonNode present, JsonNode value, boolean zeroIsAbsent) {
        return present.isMissingNode()
                || present.isNull()
                || value.isTextual() && present.isTextual() && present.asText().isEmpty()
                || value.isArray() && present.isArray() && present.isEmpty()
                || zeroIsAbsent && present.isNumber() && present.asLong() == 0;
    }

    private static void remove(ObjectNode object, String path) {
        var dot = path.lastIndexOf('.');
        if ((dot < 0 ? object : JsonPaths.at(object, path.substring(0, dot))) instanceof ObjectNode parent) {
            parent.remove(path.substring(dot + 1));
        }
    }

    private static Map<String, JsonNode> values(JsonNode yaml) {
        var values = new LinkedHashMap<String, JsonNode>();
        yaml.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return values;
    }
}
