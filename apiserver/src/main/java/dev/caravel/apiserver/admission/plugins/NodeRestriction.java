package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authorization.node.NodeIdentity;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A kubelet writes its own node, and pods that run there, and nothing that decides what runs there. */
public final class NodeRestriction implements AdmissionPlugin {
    public static final String NAME = "NodeRestriction";

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final Set<String> KUBELET_LABELS = Set.of(
            "kubernetes.io/hostname",
            "kubernetes.io/arch",
            "kubernetes.io/os",
            "node.kubernetes.io/instance-type",
            "node.kubernetes.io/windows-build",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone",
            "beta.kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/instance-type",
            "failure-domain.beta.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.kubernetes.io/region",
            "failure-domain.kubernetes.io/zone");

    private final ObjectReader reader;

    public NodeRestriction(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!NodeIdentity.isNode(request.user())) {
            return;
        }
        String node = NodeIdentity.name(request.user());
        switch (request.resource().id().groupResource().toString()) {
            case "pods" -> pod(request, node);
            case "nodes" -> node(request, node);
            case "leases.coordination.k8s.io" -> lease(request, node);
            case "csinodes.storage.k8s.io" -> csiNode(request, node);
            default -> {}
        }
    }

    private void pod(AdmissionRequest request, String node) {
        switch (request.operation()) {
            case CREATE -> createPod(request, node);
            case DELETE -> ownPod(request, node, request.oldObject().orElseGet(() -> stored(request)), "delete");
            case UPDATE -> ownPod(request, node, request.oldObject().orElseThrow(), "update status for");
            default -> {}
        }
    }

    private ObjectNode stored(AdmissionRequest request) {
        return reader.getLatest(new GroupResource("", "pods"), request.namespace(), request.name())
                .orElseThrow(() -> request.forbidden("the pod is not there"));
    }

    private static void createPod(AdmissionRequest request, String node) {
        if (!request.subresource().isEmpty()) {
            return;
        }
        ObjectNode pod = request.object().orElseThrow();
        if (!pod.path("metadata").path("annotations").has(MIRROR)) {
            throw request.forbidden("pod does not have \"%s\" annotation, node \"%s\" can only create mirror pods"
                    .formatted(MIRROR, node));
        }
        if (!pod.at("/spec/nodeName").asText().equals(node)) {
            throw request.forbidden(
                    "node \"%s\" can only create pods with spec.nodeName set to itself".formatted(node));
        }
    }

    private static void ownPod(AdmissionRequest request, String node, ObjectNode pod, String what) {
        String runsOn = pod.at("/spec/nodeName").asText();
        if (!runsOn.equals(node)) {
            throw request.forbidden(
                    "node \"%s\" can only %s pods with spec.nodeName set to itself".formatted(node, what));
        }
        if (request.operation() == Operation.UPDATE
                && !pod.path("metadata")
                        .path("labels")
                        .equals(request.object().orElseThrow().path("metadata").path("labels"))) {
            throw request.forbidden("node \"%s\" cannot update labels through pod status".formatted(node));
        }
    }

    private static void node(AdmissionRequest request, String node) {
        if (!request.name().equals(node)) {
            throw request.forbidden("node \"%s\" is not allowed to modify node \"%s\"".formatted(node, request.name()));
        }
        if (request.operation() == Operation.DELETE || request.object().isEmpty()) {
            return;
        }
        ObjectNode now = request.object().get();
        if (request.operation() == Operation.CREATE) {
            refuseLabels(request, node, labels(now), "set");
            if (now.path("spec").hasNonNull("configSource")) {
                throw request.forbidden(
                        "node \"%s\" is not allowed to create pods with a non-nil configSource".formatted(node));
            }
            return;
        }
        ObjectNode old = request.oldObject().orElseThrow();
        if (differ(old.path("spec").path("taints"), now.path("spec").path("taints"))) {
            throw request.forbidden("node \"%s\" is not allowed to modify taints".formatted(node));
        }
        if (differ(
                old.path("metadata").path("ownerReferences"),
                now.path("metadata").path("ownerReferences"))) {
            throw request.forbidden("node \"%s\" is not allowed to modify ownerReferences".formatted(node));
        }
        Set<String> changed = labels(old);
        changed.addAll(labels(now));
        changed.removeIf(label -> old.path("metadata")
                .path("labels")
                .path(label)
                .equals(now.path("metadata").path("labels").path(label)));
        refuseLabels(request, node, changed, "modify");
    }

    /** An absent list is an empty one. */
    private static boolean differ(JsonNode before, JsonNode after) {
        return !(before.isEmpty() && after.isEmpty()) && !before.equals(after);
    }

    private static Set<String> labels(JsonNode object) {
        Set<String> labels = new TreeSet<>();
        object.path("metadata").path("labels").fieldNames().forEachRemaining(labels::add);
        return labels;
    }

    /** KEP-279: labels of Kubernetes' own domains say where pods may run, and are for administrators. */
    private static void refuseLabels(AdmissionRequest request, String node, Set<String> labels, String what) {
        String refused = labels.stream().filter(NodeRestriction::isRestricted).collect(Collectors.joining(", "));
        if (!refused.isEmpty()) {
            throw request.forbidden("is not allowed to %s the following labels: %s".formatted(what, refused));
        }
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

    private static void lease(AdmissionRequest request, String node) {
        if (!request.name().equals(node)) {
            throw request.forbidden("can only access node lease with the same name as the requesting node");
        }
        if (!request.namespace().equals("kube-node-lease")) {
            throw request.forbidden("can only access leases in the \"kube-node-lease\" system namespace");
        }
    }

    private static void csiNode(AdmissionRequest request, String node) {
        if (!request.name().equals(node)) {
            throw request.forbidden("can only access CSINode with the same name as the requesting node");
        }
    }
}
