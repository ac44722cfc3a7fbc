package dev.caravel.apiserver.admission.plugins.node;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authorization.node.ApiReference;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.Objects;

/** A kubelet makes mirror pods of its own node that reach for nothing, and deletes, evicts and reports on pods bound to it. */
final class NodePods {
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final ObjectReader reader;

    NodePods(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    void check(AdmissionRequest request, String node) {
        switch (request.subresource()) {
            case "" -> pod(request, node);
            case "status" -> status(request, node);
            case "eviction" -> eviction(request, node);
            default ->
                throw request.forbidden("unexpected pod subresource \"%s\", only 'status' and 'eviction' are allowed"
                        .formatted(request.subresource()));
        }
    }

    private void pod(AdmissionRequest request, String node) {
        switch (request.operation()) {
            case CREATE -> create(request, node);
            case DELETE -> {
                if (!runsOn(stored(request), node)) {
                    throw request.forbidden(
                            "node \"%s\" can only delete pods with spec.nodeName set to itself".formatted(node));
                }
            }
            default ->
                throw request.forbidden(
                        "unexpected operation \"%s\", node \"%s\" can only create and delete mirror pods"
                                .formatted(request.operation(), node));
        }
    }

    private void create(AdmissionRequest request, String node) {
        ObjectNode pod = request.object().orElseThrow();
        if (!pod.path("metadata").path("annotations").has(MIRROR)) {
            throw request.forbidden("pod does not have \"%s\" annotation, node \"%s\" can only create mirror pods"
                    .formatted(MIRROR, node));
        }
        if (!runsOn(pod, node)) {
            throw request.forbidden(
                    "node \"%s\" can only create pods with spec.nodeName set to itself".formatted(node));
        }
        owner(request, node, pod.at("/metadata/ownerReferences"));
        ApiReference.of(pod).ifPresent(what -> {
            throw request.forbidden("node \"%s\" can not create pods that reference %s".formatted(node, what));
        });
    }

    /** The node owns its mirror pods, so that they go with it. */
    private void owner(AdmissionRequest request, String node, JsonNode owners) {
        if (owners.size() > 1) {
            throw request.forbidden(
                    "node \"%s\" can only create pods with a single owner reference set to itself".formatted(node));
        }
        JsonNode owner = owners.path(0);
        if (!owner.path("apiVersion").asText().equals("v1")
                || !owner.path("kind").asText().equals("Node")
                || !owner.path("name").asText().equals(node)) {
            throw request.forbidden(
                    "node \"%s\" can only create pods with an owner reference set to itself".formatted(node));
        }
        if (!owner.path("controller").asBoolean()) {
            throw request.forbidden(
                    "node \"%s\" can only create pods with a controller owner reference set to itself".formatted(node));
        }
        if (owner.path("blockOwnerDeletion").asBoolean()) {
            throw request.forbidden(
                    "node \"%s\" must not set blockOwnerDeletion on an owner reference".formatted(node));
        }
        String uid = reader.get(new GroupResource("", "nodes"), "", node)
                .orElseThrow(() -> Statuses.notFound(new GroupResource("", "node"), node))
                .at("/metadata/uid")
                .asText();
        if (!owner.path("uid").asText().equals(uid)) {
            throw request.forbidden("node %s UID mismatch: expected %s got %s"
                    .formatted(node, owner.path("uid").asText(), uid));
        }
    }

    private static void status(AdmissionRequest request, String node) {
        if (request.operation() != Operation.UPDATE) {
            throw request.forbidden("unexpected operation \"%s\"".formatted(request.operation()));
        }
        ObjectNode old = request.oldObject().orElseThrow();
        ObjectNode now = request.object().orElseThrow();
        if (!runsOn(old, node)) {
            throw request.forbidden(
                    "node \"%s\" can only update pod status for pods with spec.nodeName set to itself".formatted(node));
        }
        if (Differing.at("/metadata/labels", old, now)) {
            throw request.forbidden("node \"%s\" cannot update labels through pod status".formatted(node));
        }
        if (Differing.at("/status/resourceClaimStatuses", old, now)) {
            throw request.forbidden("node \"%s\" cannot update resource claim statues".formatted(node));
        }
        if (!Objects.equals(
                old.at("/status/extendedResourceClaimStatus"), now.at("/status/extendedResourceClaimStatus"))) {
            throw request.forbidden("node \"%s\" cannot update extended resource claim status".formatted(node));
        }
    }

    private void eviction(AdmissionRequest request, String node) {
        if (request.operation() != Operation.CREATE) {
            throw request.forbidden("unexpected operation %s".formatted(request.operation()));
        }
        if (!runsOn(stored(request), node)) {
            throw request.forbidden("node %s can only evict pods with spec.nodeName set to itself".formatted(node));
        }
    }

    /** An old state would do as well: a pod is bound once, and only to the node that it is on. */
    private ObjectNode stored(AdmissionRequest request) {
        return reader.get(new GroupResource("", "pods"), request.namespace(), request.name())
                .or(() -> reader.getLatest(new GroupResource("", "pods"), request.namespace(), request.name()))
                .orElseThrow(() -> Statuses.notFound(new GroupResource("", "pod"), request.name()));
    }

    private static boolean runsOn(ObjectNode pod, String node) {
        return pod.at("/spec/nodeName").asText().equals(node);
    }
}
