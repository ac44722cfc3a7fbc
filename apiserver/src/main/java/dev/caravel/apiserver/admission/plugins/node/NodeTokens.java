package dev.caravel.apiserver.admission.plugins.node;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;

/** A kubelet gets tokens that are bound to a pod of its own, for whom the pod talks to (KEP-4601, KEP-2535). */
final class NodeTokens {
    private final ObjectReader reader;
    private final PodAudiences audiences;
    private final Authorizer authorizer;

    NodeTokens(ObjectReader reader, PodAudiences audiences, Authorizer authorizer) {
        this.reader = requireNonNull(reader, "reader is null");
        this.audiences = requireNonNull(audiences, "audiences is null");
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
    }

    void check(AdmissionRequest request, String node) {
        if (request.operation() != Operation.CREATE || !request.subresource().equals("token")) {
            return;
        }
        JsonNode spec = request.object().orElseThrow().path("spec");
        ObjectNode pod = boundPod(request, spec.path("boundObjectRef"));
        if (!pod.at("/spec/nodeName").asText().equals(node)) {
            throw request.forbidden("node requested token bound to a pod scheduled on a different node");
        }
        audience(request, spec.path("audiences"), pod);
    }

    private ObjectNode boundPod(AdmissionRequest request, JsonNode ref) {
        String name = ref.path("name").asText();
        String uid = ref.path("uid").asText();
        if (!ref.path("apiVersion").asText().equals("v1")
                || !ref.path("kind").asText().equals("Pod")
                || name.isEmpty()) {
            throw request.forbidden("node requested token not bound to a pod");
        }
        if (uid.isEmpty()) {
            throw request.forbidden("node requested token with a pod binding without a uid");
        }
        GroupResource pods = new GroupResource("", "pods");
        ObjectNode pod = reader.get(pods, request.namespace(), name)
                .filter(cached -> cached.at("/metadata/uid").asText().equals(uid))
                .or(() -> reader.getLatest(pods, request.namespace(), name))
                .orElseThrow(() -> Statuses.notFound(new GroupResource("", "pod"), name));
        if (!pod.at("/metadata/uid").asText().equals(uid)) {
            throw request.forbidden(
                    ("the UID in the bound object reference (%s) does not match the UID in record. The object might have"
                                    + " been deleted and then recreated")
                            .formatted(uid));
        }
        return pod;
    }

    private void audience(AdmissionRequest request, JsonNode wanted, ObjectNode pod) {
        if (wanted.size() > 1) {
            throw request.forbidden("node may only request 0 or 1 audiences");
        }
        String audience = wanted.path(0).asText();
        PodAudiences.Answer answer = audiences.of(pod, audience);
        if (answer.found()) {
            return;
        }
        if (!answer.faults().isEmpty()) {
            throw request.forbidden("error validating audience \"%s\": %s".formatted(audience, answer.fault()));
        }
        Attributes asked = new Attributes(
                request.user(),
                "request-serviceaccounts-token-audience",
                request.namespace(),
                "",
                "v1",
                audience,
                "",
                request.name(),
                true,
                "");
        if (!authorizer.authorize(asked).allowed()) {
            throw request.forbidden(
                    "audience \"%s\" not found in pod spec volume, %s is not authorized to request tokens for this audience"
                            .formatted(audience, request.user().name()));
        }
    }
}
