package dev.caravel.apiserver.admission.plugins.node;

import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.node.NodeIdentity;
import dev.caravel.apiserver.registry.ObjectReader;

/** A kubelet writes its own node, and what belongs to pods that run there, and nothing that decides what runs there. */
public final class NodeRestriction implements AdmissionPlugin {
    public static final String NAME = "NodeRestriction";

    private final NodePods pods;
    private final NodeTokens tokens;

    public NodeRestriction(ObjectReader reader, Authorizer authorizer) {
        this.pods = new NodePods(reader);
        this.tokens = new NodeTokens(reader, new PodAudiences(reader), authorizer);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Changes nothing, but must see a token request before the server's own audiences stand in for none. */
    @Override
    public void mutate(AdmissionRequest request) {
        check(request);
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() == Operation.DELETE) {
            check(request);
        }
    }

    private void check(AdmissionRequest request) {
        if (!NodeIdentity.isNode(request.user())) {
            return;
        }
        String node = NodeIdentity.name(request.user());
        if (node.isEmpty()) {
            throw request.forbidden("could not determine node from user \"%s\""
                    .formatted(request.user().name()));
        }
        switch (request.resource().id().groupResource().toString()) {
            case "pods" -> pods.check(request, node);
            case "nodes" -> OwnNode.check(request, node);
            case "persistentvolumeclaims" -> NodeObjects.claim(request, node);
            case "serviceaccounts" -> tokens.check(request, node);
            case "leases.coordination.k8s.io" -> NodeObjects.lease(request, node);
            case "csinodes.storage.k8s.io" -> NodeObjects.csiNode(request, node);
            case "resourceslices.resource.k8s.io" -> NodeObjects.resourceSlice(request, node);
            case "certificatesigningrequests.certificates.k8s.io" -> NodeObjects.signingRequest(request, node);
            default -> {}
        }
    }
}
