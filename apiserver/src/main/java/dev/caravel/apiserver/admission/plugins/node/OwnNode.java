package dev.caravel.apiserver.admission.plugins.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A kubelet writes its own Node, save what steers pods to it. Pure. */
final class OwnNode {
    private static final Set<String> KUBELET_LABELS = Set.of(
            "kubernetes.io/hostname",
            "kubernetes.io/arch",
            "kubernetes.io/os",
            "node.kubernetes.io/instance-type",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone",
            "beta.kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/instance-type",
            "failure-domain.beta.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone");

    private OwnNode() {}

    static void check(AdmissionRequest request, String node) {
        if (!request.name().equals(node)) {
            throw request.forbidden("node \"%s\" is not allowed to modify node \"%s\"".formatted(node, request.name()));
        }
        switch (request.operation()) {
            case CREATE -> create(request, node, request.object().orElseThrow());
            case UPDATE ->
                update(
                        request,
                        node,
                        request.oldObject().orElseThrow(),
                        request.object().orElseThrow());
            default -> {}
        }
    }

    private static void create(AdmissionRequest request, String node, ObjectNode now) {
        if (now.path("spec").hasNonNull("configSource")) {
            throw request.forbidden(
                    "node \"%s\" is not allowed to create pods with a non-nil configSource".formatted(node));
        }
        String refused = restricted(labels(now));
        if (!refused.isEmpty()) {
            throw request.forbidden(
                    "node \"%s\" is not allowed to set the following labels: %s".formatted(node, refused));
        }
    }

    private static void update(AdmissionRequest request, String node, ObjectNode old, ObjectNode now) {
        JsonNode config = now.at("/spec/configSource");
        if (config.isObject() && !config.equals(old.at("/spec/configSource"))) {
            throw request.forbidden(
                    "node \"%s\" is not allowed to update configSource to a new non-nil configSource".formatted(node));
        }
        if (Differing.at("/spec/taints", old, now)) {
            throw request.forbidden("node \"%s\" is not allowed to modify taints".formatted(node));
        }
        if (Differing.at("/metadata/ownerReferences", old, now)) {
            throw request.forbidden("node \"%s\" is not allowed to modify ownerReferences".formatted(node));
        }
        Set<String> changed = labels(old);
        changed.addAll(labels(now));
        changed.removeIf(label -> old.at("/metadata/labels")
                .path(label)
                .equals(now.at("/metadata/labels").path(label)));
        String refused = restricted(changed);
        if (!refused.isEmpty()) {
            throw request.forbidden("is not allowed to modify labels: " + refused);
        }
    }

    private static Set<String> labels(JsonNode object) {
        Set<String> labels = new TreeSet<>();
        object.at("/metadata/labels").fieldNames().forEachRemaining(labels::add);
        return labels;
    }

    /** KEP-279: labels of Kubernetes' own domains say where pods may run, and are for administrators. */
    private static String restricted(Set<String> labels) {
        return labels.stream().filter(OwnNode::isRestricted).collect(Collectors.joining(", "));
    }

    private static boolean isRestricted(String label) {
        int slash = label.indexOf('/');
        String domain = slash < 0 ? "" : label.substring(0, slash);
        if (isIn(domain, "node-restriction.kubernetes.io")) {
            return true;
        }
        if (!isIn(domain, "kubernetes.io") && !isIn(domain, "k8s.io")) {
            return false;
        }
        return !KUBELET_LABELS.contains(label)
                && !isIn(domain, "kubelet.kubernetes.io")
                && !isIn(domain, "node.kubernetes.io");
    }

    private static boolean isIn(String domain, String parent) {
        return domain.equals(parent) || domain.endsWith("." + parent);
    }
}
