package dev.caravel.apiserver.admission.plugins.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.plugins.certificates.RequestedSubject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What else there is of a node: its lease, its CSINode, its slices of devices, its certificates, its claims' states. Pure. */
final class NodeObjects {
    private static final Set<String> NODE_SIGNERS =
            Set.of("kubernetes.io/kubelet-serving", "kubernetes.io/kube-apiserver-client-kubelet");

    /** What kubelets tell of a claim while they resize its volume. */
    private static final List<String> CLAIM_STATUS =
            List.of("capacity", "conditions", "allocatedResourceStatuses", "allocatedResources");

    private NodeObjects() {}

    static void lease(AdmissionRequest request, String node) {
        if (!request.namespace().equals("kube-node-lease")) {
            throw request.forbidden("can only access leases in the \"kube-node-lease\" system namespace");
        }
        if (!request.name().equals(node)) {
            throw request.forbidden("can only access node lease with the same name as the requesting node");
        }
    }

    static void csiNode(AdmissionRequest request, String node) {
        if (!request.name().equals(node)) {
            throw request.forbidden("can only access CSINode with the same name as the requesting node");
        }
    }

    static void resourceSlice(AdmissionRequest request, String node) {
        switch (request.operation()) {
            case CREATE -> ownSlice(request, node, request.object().orElseThrow(), "create");
            case DELETE -> ownSlice(request, node, request.oldObject().orElseThrow(), "delete");
            default -> {}
        }
    }

    private static void ownSlice(AdmissionRequest request, String node, ObjectNode slice, String what) {
        if (!slice.at("/spec/nodeName").asText().equals(node)) {
            throw request.forbidden(
                    "can only %s ResourceSlice with the same NodeName as the requesting node".formatted(what));
        }
    }

    static void signingRequest(AdmissionRequest request, String node) {
        if (request.operation() != Operation.CREATE) {
            return;
        }
        ObjectNode signing = request.object().orElseThrow();
        if (!NODE_SIGNERS.contains(signing.at("/spec/signerName").asText())) {
            return;
        }
        String name;
        try {
            name = RequestedSubject.parse(signing.at("/spec/request").asText()).commonName();
        } catch (IOException e) {
            throw request.forbidden("unable to parse csr: " + e.getMessage());
        }
        if (!name.equals("system:node:" + node)) {
            throw request.forbidden("can only create a node CSR with CN=system:node:" + node);
        }
    }

    static void claim(AdmissionRequest request, String node) {
        if (!request.subresource().equals("status")) {
            throw request.forbidden("may only update PVC status");
        }
        if (request.operation() != Operation.UPDATE) {
            throw request.forbidden("unexpected operation \"%s\"".formatted(request.operation()));
        }
        ObjectNode old = withoutResizing(request.oldObject().orElseThrow());
        ObjectNode now = withoutResizing(request.object().orElseThrow());
        if (!old.equals(now)) {
            throw request.forbidden(
                    "node \"%s\" is not allowed to update fields other than status.quantity and status.conditions: %s"
                            .formatted(node, String.join(", ", differences(old, now))));
        }
    }

    private static ObjectNode withoutResizing(ObjectNode claim) {
        ObjectNode copy = claim.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("resourceVersion", "managedFields"));
        }
        if (copy.path("status") instanceof ObjectNode status) {
            status.remove(CLAIM_STATUS);
            if (status.isEmpty()) {
                copy.remove("status");
            }
        }
        return copy;
    }

    private static Set<String> differences(ObjectNode old, ObjectNode now) {
        Set<String> paths = new TreeSet<>();
        for (String part : List.of("metadata", "spec", "status")) {
            Set<String> fields = new TreeSet<>();
            old.path(part).fieldNames().forEachRemaining(fields::add);
            now.path(part).fieldNames().forEachRemaining(fields::add);
            JsonNode before = old.path(part);
            fields.stream()
                    .filter(field -> !before.path(field).equals(now.path(part).path(field)))
                    .forEach(field -> paths.add(part + "." + field));
        }
        return paths;
    }
}
