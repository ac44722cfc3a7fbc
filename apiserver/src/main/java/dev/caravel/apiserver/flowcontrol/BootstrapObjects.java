package dev.caravel.apiserver.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The priority levels and flow schemas that every cluster has, written down in {@code flowcontrol/bootstrap.yaml}. Pure. */
final class BootstrapObjects {
    static final String AUTO_UPDATE = "apf.kubernetes.io/autoupdate-spec";
    private static final String API_VERSION = "flowcontrol.apiserver.k8s.io/v1";
    private static final List<String> ALL = List.of("*");

    /** @param mandatory it is to be exactly so */
    record Wanted(ObjectNode object, boolean mandatory) {
        String name() {
            return object.at("/metadata/name").asText();
        }
    }

    private final List<Wanted> priorityLevels = new ArrayList<>();
    private final List<Wanted> flowSchemas = new ArrayList<>();

    private BootstrapObjects(JsonNode file) {
        file.path("priorityLevels")
                .properties()
                .forEach(each -> priorityLevels.add(priorityLevel(each.getKey(), each.getValue())));
        file.path("flowSchemas")
                .properties()
                .forEach(each -> flowSchemas.add(flowSchema(each.getKey(), each.getValue())));
    }

    static BootstrapObjects load() {
        try (InputStream in = BootstrapObjects.class.getResourceAsStream("/flowcontrol/bootstrap.yaml")) {
            return new BootstrapObjects(new YAMLMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Wanted> priorityLevels() {
        return priorityLevels;
    }

    List<Wanted> flowSchemas() {
        return flowSchemas;
    }

    private static ObjectNode object(String kind, String name) {
        ObjectNode object = JsonCodec.object().put("kind", kind).put("apiVersion", API_VERSION);
        object.putObject("metadata").put("name", name).putObject("annotations").put(AUTO_UPDATE, "true");
        return object;
    }

    private static Wanted priorityLevel(String name, JsonNode brief) {
        ObjectNode object = object("PriorityLevelConfiguration", name);
        boolean exempt = brief.path("exempt").asBoolean();
        ObjectNode spec = object.putObject("spec").put("type", exempt ? "Exempt" : "Limited");
        ObjectNode level = spec.putObject(exempt ? "exempt" : "limited")
                .put("nominalConcurrencyShares", brief.path("shares").asInt());
        if (!exempt) {
            ObjectNode response = level.putObject("limitResponse");
            JsonNode queues = brief.path("queues");
            response.put("type", queues.isArray() ? "Queue" : "Reject");
            if (queues.isArray()) {
                response.putObject("queuing")
                        .put("queues", queues.get(0).asInt())
                        .put("handSize", queues.get(1).asInt())
                        .put("queueLengthLimit", queues.get(2).asInt());
            }
        }
        level.put("lendablePercent", brief.path("lendable").asInt());
        return new Wanted(object, brief.path("mandatory").asBoolean());
    }

    private static Wanted flowSchema(String name, JsonNode brief) {
        ObjectNode object = object("FlowSchema", name);
        ObjectNode spec = object.putObject("spec");
        spec.putObject("priorityLevelConfiguration")
                .put("name", brief.path("level").asText());
        spec.put("matchingPrecedence", brief.path("precedence").asInt());
        if (brief.has("by")) {
            spec.putObject("distinguisherMethod").put("type", brief.path("by").asText());
        }
        ObjectNode rules = spec.putArray("rules").addObject();
        brief.path("subjects").forEach(subject -> rules.withArray("subjects").add(subject(subject.asText())));
        boolean all = !brief.has("resources") && !brief.has("paths");
        for (JsonNode resource : brief.path("resources")) {
            ObjectNode rule = rules.withArray("resourceRules").addObject();
            rule.set("verbs", resource.get("verbs"));
            rule.putArray("apiGroups").add(resource.path("group").asText());
            rule.set("resources", resource.get("resources"));
            scope(rule, resource.path("clusterScope").asBoolean());
        }
        if (all) {
            ObjectNode rule = rules.withArray("resourceRules").addObject();
            List.of("verbs", "apiGroups", "resources").forEach(field -> add(rule.putArray(field), ALL));
            scope(rule, true);
            ObjectNode paths = rules.withArray("nonResourceRules").addObject();
            List.of("verbs", "nonResourceURLs").forEach(field -> add(paths.putArray(field), ALL));
        }
        if (brief.has("paths")) {
            ObjectNode rule = rules.withArray("nonResourceRules").addObject();
            rule.set("verbs", brief.path("paths").get("verbs"));
            rule.set("nonResourceURLs", brief.path("paths").get("urls"));
        }
        return new Wanted(object, brief.path("mandatory").asBoolean());
    }

    private static void scope(ObjectNode rule, boolean clusterScope) {
        if (clusterScope) {
            rule.put("clusterScope", true);
        }
        add(rule.putArray("namespaces"), ALL);
    }

    private static void add(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static ObjectNode subject(String text) {
        String[] parts = text.split(" ", 2);
        ObjectNode subject = JsonCodec.object().put("kind", parts[0]);
        switch (parts[0]) {
            case "User" -> subject.putObject("user").put("name", parts[1]);
            case "Group" -> subject.putObject("group").put("name", parts[1]);
            default -> {
                String[] account = parts[1].split("/");
                subject.putObject("serviceAccount").put("namespace", account[0]).put("name", account[1]);
            }
        }
        return subject;
    }
}
