package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the status that is told of a pod. */
final class PodStatusFaults {
    private static final Set<String> SYSTEM_CONDITIONS = Set.of("PodScheduled", "Ready", "Initialized");
    private static final String NOT_NEGATIVE = "must be a non-negative integer";

    private final ObjectNode pod;
    private final JsonNode status;
    private final ObjectNode old;
    private final List<FieldError> errors = new ArrayList<>();

    private PodStatusFaults(ObjectNode pod, ObjectNode old) {
        this.pod = pod;
        this.status = pod.path("status");
        this.old = old;
    }

    static List<FieldError> of(ObjectNode pod, ObjectNode old) {
        PodStatusFaults faults = new PodStatusFaults(pod, old);
        faults.conditions();
        faults.nominatedNode();
        if (faults.status.path("observedGeneration").asLong() < 0) {
            faults.errors.add(FieldError.invalid(
                    "status.observedGeneration",
                    faults.status.path("observedGeneration").toString(),
                    NOT_NEGATIVE));
        }
        faults.qosClass();
        faults.restarts("containerStatuses", "containers");
        faults.restarts("initContainerStatuses", "initContainers");
        faults.endedForGood();
        faults.claims();
        faults.addresses("podIPs");
        faults.hostAddress();
        faults.addresses("hostIPs");
        return faults.errors;
    }

    private void invalid(String field, String value, String detail) {
        errors.add(FieldError.invalid(field, TextNode.valueOf(value).toString(), detail));
    }

    private void conditions() {
        for (int i = 0; i < status.path("conditions").size(); i++) {
            JsonNode condition = status.path("conditions").get(i);
            String path = FieldPath.index("status.conditions", i);
            if (condition.path("observedGeneration").asLong() < 0) {
                errors.add(FieldError.invalid(
                        FieldPath.child(path, "observedGeneration"),
                        condition.path("observedGeneration").toString(),
                        NOT_NEGATIVE));
            }
            String type = condition.path("type").asText();
            if (!SYSTEM_CONDITIONS.contains(type)) {
                Formats.qualifiedName(type).forEach(fault -> invalid(FieldPath.child(path, "Type"), type, fault));
            }
        }
    }

    private void nominatedNode() {
        String node = status.path("nominatedNodeName").asText();
        if (node.isEmpty() || node.equals(old.at("/status/nominatedNodeName").asText())) {
            return;
        }
        Formats.dns1123Subdomain(node).forEach(fault -> invalid("status.nominatedNodeName", node, fault));
        if (!old.at("/spec/nodeName").asText().isEmpty()) {
            errors.add(FieldError.forbidden(
                    "status.nominatedNodeName", "may not be set on pods that are already bound to a node"));
        }
    }

    private void qosClass() {
        String qos = status.path("qosClass").asText();
        if (!qos.equals(old.at("/status/qosClass").asText())) {
            invalid("status.qosClass", qos, "field is immutable");
        }
    }

    /** What has ended stays so, unless it is to be started again. */
    private void restarts(String list, String containers) {
        if (ContainerRestarts.ofAll(old.path("spec"))) {
            return;
        }
        JsonNode before = old.path("status").path(list);
        for (int i = 0; i < before.size(); i++) {
            JsonNode ended = before.get(i).at("/state/terminated");
            if (ended.isObject() && isRunning(list, before.get(i).path("name").asText())) {
                JsonNode container = named(
                        old.path("spec").path(containers),
                        before.get(i).path("name").asText());
                if (container.isMissingNode()
                        || !ContainerRestarts.of(
                                container,
                                old.path("spec"),
                                ended.path("exitCode").asInt())) {
                    mustNotRun(list, i);
                }
            }
        }
    }

    private void endedForGood() {
        JsonNode before = old.at("/status/ephemeralContainerStatuses");
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).at("/state/terminated").isObject()
                    && isRunning(
                            "ephemeralContainerStatuses",
                            before.get(i).path("name").asText())) {
                mustNotRun("ephemeralContainerStatuses", i);
            }
        }
    }

    private boolean isRunning(String list, String name) {
        JsonNode now = named(status.path(list), name);
        return !now.isMissingNode() && !now.at("/state/terminated").isObject();
    }

    private void mustNotRun(String list, int index) {
        errors.add(FieldError.forbidden(
                FieldPath.child(FieldPath.index("status." + list, index), "state"),
                "may not be transitioned to non-terminated state"));
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private void claims() {
        Set<String> seen = new HashSet<>();
        JsonNode statuses = status.path("resourceClaimStatuses");
        for (int i = 0; i < statuses.size(); i++) {
            String path = FieldPath.index("status.resourceClaimStatuses", i);
            String name = statuses.get(i).path("name").asText();
            if (named(pod.at("/spec/resourceClaims"), name).isMissingNode()) {
                invalid(
                        FieldPath.child(path, "name"),
                        name,
                        "must match the name of an entry in `spec.resourceClaims`");
            }
            if (!seen.add(name)) {
                errors.add(FieldError.duplicate(
                        FieldPath.child(path, "name"), TextNode.valueOf(name).toString()));
            }
            JsonNode claim = statuses.get(i).path("resourceClaimName");
            if (claim.isTextual()) {
                Formats.dns1123Subdomain(claim.asText())
                        .forEach(fault -> invalid(FieldPath.child(path, "resourceClaimName"), claim.asText(), fault));
            }
        }
    }

    private void hostAddress() {
        JsonNode first = status.path("hostIPs").path(0).path("ip");
        if (!status.path("hostIPs").isEmpty()
                && !first.asText().equals(status.path("hostIP").asText())) {
            invalid("status.hostIPs[0].ip", first.asText(), "must be equal to `hostIP`");
        }
    }

    private void addresses(String list) {
        Set<String> before = new HashSet<>();
        old.path("status").path(list).forEach(each -> before.add(each.path("ip").asText()));
        JsonNode addresses = status.path(list);
        boolean readable = true;
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(i).path("ip").asText();
            List<String> faults = Formats.named("strictIpAddress").faults(TextNode.valueOf(address));
            readable &= faults.isEmpty();
            if (!before.contains(address)) {
                String path = FieldPath.index("status." + list, i);
                faults.forEach(fault -> invalid(path, address, fault));
            }
        }
        if (readable && addresses.size() > 1 && !isOnePerFamily(addresses)) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            addresses.forEach(
                    each -> shown.addObject().put("IP", each.path("ip").asText()));
            errors.add(FieldError.invalid(
                    "status." + list, shown.toString(), "may specify no more than one IP for each IP family"));
        }
    }

    private static boolean isOnePerFamily(JsonNode addresses) {
        return addresses.size() == 2
                && addresses.get(0).path("ip").asText().contains(":")
                        != addresses.get(1).path("ip").asText().contains(":");
    }
}
