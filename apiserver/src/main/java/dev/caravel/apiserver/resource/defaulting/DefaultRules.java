package dev.caravel.apiserver.resource.defaulting;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules of defaulting by the names that YAML calls them by, but for those of pods. */
final class DefaultRules {
    private static final Set<String> EXTERNAL = Set.of("NodePort", "LoadBalancer");

    private static final Map<String, DefaultRule> BY_NAME = Map.ofEntries(
            entry("allocatableFromCapacity", DefaultRules::allocatableFromCapacity),
            entry("claimTemplateKinds", DefaultRules::claimTemplateKinds),
            entry("containerLimits", DefaultRules::containerLimits),
            entry("customResourceNames", DefaultRules::customResourceNames),
            entry("emptyDirWithoutSource", PodDefaultRules::emptyDirWithoutSource),
            entry("cpuTarget", DefaultRules::cpuTarget),
            entry("externalTrafficPolicy", DefaultRules::externalTrafficPolicy),
            entry("hostPortsOfHostNetwork", PodDefaultRules::hostPortsOfHostNetwork),
            entry("labelsFromTemplate", DefaultRules::labelsFromTemplate),
            entry("loadBalancerIPMode", DefaultRules::loadBalancerIPMode),
            entry("namespaceNameLabel", DefaultRules::namespaceNameLabel),
            entry("pullPolicyByTag", PodDefaultRules::pullPolicyByTag),
            entry("requestsFromLimits", PodDefaultRules::requestsFromLimits),
            entry("selectorFromTemplate", DefaultRules::selectorFromTemplate),
            entry("serviceAccountAlias", PodDefaultRules::serviceAccountAlias),
            entry("storedVersions", DefaultRules::storedVersions),
            entry("stringDataIntoData", DefaultRules::stringDataIntoData),
            entry("targetPortFromPort", DefaultRules::targetPortFromPort));

    private DefaultRules() {}

    static DefaultRule named(String name) {
        var rule = BY_NAME.get(name);
        if (rule == null) {
            throw new IllegalArgumentException("no rule of defaulting is named " + name);
        }
        return rule;
    }

    private static void allocatableFromCapacity(ObjectNode nodeStatus) {
        if (nodeStatus.path("allocatable").isMissingNode() && nodeStatus.has("capacity")) {
            nodeStatus.set("allocatable", nodeStatus.get("capacity").deepCopy());
        }
    }

    /** The limit falls back to the maximum, the request to the limit and then to the minimum. */
    private static void containerLimits(ObjectNode item) {
        addMissing(item, "default", item.path("max"));
        addMissing(item, "defaultRequest", item.path("default"));
        addMissing(item, "defaultRequest", item.path("min"));
    }

    private static void customResourceNames(ObjectNode definition) {
        if (JsonPaths.at(definition, "spec.names") instanceof ObjectNode names) {
            var kind = names.path("kind").asText("");
            if (names.path("singular").asText("").isEmpty()) {
                names.put("singular", kind.toLowerCase(Locale.ROOT));
            }
            if (names.path("listKind").asText("").isEmpty() && !kind.isEmpty()) {
                names.put("listKind", kind + "List");
            }
        }
    }

    private static void storedVersions(ObjectNode definition) {
        if (!JsonPaths.at(definition, "status.storedVersions").isEmpty()) {
            return;
        }
        for (var version : JsonPaths.at(definition, "spec.versions")) {
            if (version.path("storage").asBoolean()) {
                definition
                        .withObject("/status")
                        .putArray("storedVersions")
                        .add(version.path("name").asText());
                return;
            }
        }
    }

    /** Metrics of the newer version stand in an annotation of the older one. */
    private static void cpuTarget(ObjectNode autoscaler) {
        var others = JsonPaths.at(autoscaler, "metadata.annotations").has("autoscaling.alpha.kubernetes.io/metrics");
        var spec = autoscaler.withObject("/spec");
        if (!others && !spec.has("targetCPUUtilizationPercentage")) {
            spec.put("targetCPUUtilizationPercentage", 80);
        }
    }

    private static void externalTrafficPolicy(ObjectNode service) {
        if (!(service.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        var type = spec.path("type").asText();
        var external = EXTERNAL.contains(type)
                || type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty();
        if (external && spec.path("externalTrafficPolicy").asText("").isEmpty()) {
            spec.put("externalTrafficPolicy", "Cluster");
        }
    }

    private static void loadBalancerIPMode(ObjectNode service) {
        for (var ingress : JsonPaths.at(service, "status.loadBalancer.ingress")) {
            if (ingress instanceof ObjectNode point && point.has("ip") && !point.has("ipMode")) {
                point.put("ipMode", "VIP");
            }
        }
    }

    private static void targetPortFromPort(ObjectNode port) {
        var target = port.path("targetPort");
        var unset = target.isMissingNode()
                || target.isNumber() && target.asInt() == 0
                || target.asText().isEmpty();
        if (unset && port.has("port")) {
            port.set("targetPort", port.get("port"));
        }
    }

    /** Upstream writes the templates of claims as whole objects. */
    private static void claimTemplateKinds(ObjectNode statefulSet) {
        for (var template : JsonPaths.at(statefulSet, "spec.volumeClaimTemplates")) {
            if (template instanceof ObjectNode claim) {
                claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
            }
        }
    }

    /** The write-only field of plain text goes over into the data. */
    private static void stringDataIntoData(ObjectNode secret) {
        if (secret.remove("stringData") instanceof ObjectNode plain && !plain.isEmpty()) {
            var data = secret.withObject("/data");
            plain.properties()
                    .forEach(entry ->
                            data.put(entry.getKey(), base64(entry.getValue().asText())));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The kubelet and selectors of namespaces rely on a label that equals the name. */
    private static void namespaceNameLabel(ObjectNode namespace) {
        var name = JsonPaths.text(namespace, "metadata.name");
        if (!name.isEmpty()) {
            namespace.withObject("/metadata").withObject("/labels").put("kubernetes.io/metadata.name", name);
        }
    }

    private static void labelsFromTemplate(ObjectNode object) {
        var labels = JsonPaths.at(object, "spec.template.metadata.labels");
        if (!labels.isEmpty() && JsonPaths.at(object, "metadata.labels").isEmpty()) {
            object.withObject("/metadata").set("labels", labels.deepCopy());
        }
    }

    private static void selectorFromTemplate(ObjectNode controller) {
        var labels = JsonPaths.at(controller, "spec.template.metadata.labels");
        if (!labels.isEmpty() && JsonPaths.at(controller, "spec.selector").isEmpty()) {
            controller.withObject("/spec").set("selector", labels.deepCopy());
        }
    }

    /** Copies what {@code from} has and the map at {@code field} has not; makes the map if need be. */
    static void addMissing(ObjectNode object, String field, JsonNode from) {
        if (from.isEmpty()) {
            return;
        }
        var map = object.path(field) instanceof ObjectNode present ? present : object.putObject(field);
        from.properties().stream()
                .filter(entry -> !map.has(entry.getKey()))
                .toList()
                .forEach(entry -> map.set(entry.getKey(), entry.getValue()));
    }

    static Iterable<JsonNode> allContainers(ObjectNode pod) {
        return () -> List.of("containers", "initContainers").stream()
                .flatMap(list -> JsonPaths.at(pod, "spec." + list).valueStream())
                .iterator();
    }
}
