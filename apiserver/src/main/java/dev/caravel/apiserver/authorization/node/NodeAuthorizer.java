package dev.caravel.apiserver.authorization.node;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.RuleResolver;
import dev.caravel.apiserver.authorization.node.NodeGraph.Ref;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import java.util.List;
import java.util.Set;

/** Lets kubelets do what their own node and the pods on it need, and no more. */
public final class NodeAuthorizer implements Authorizer, RuleResolver {
    private static final Decision ALLOWED = new Decision(Verdict.ALLOW, "");
    private static final Set<String> LEASE_VERBS = Set.of("get", "create", "update", "patch", "delete");

    private final NodeGraph graph;
    private final List<PolicyRule> nodeRules;

    /** @param nodeRules of the default role {@code system:node}, for what all nodes may do alike */
    public NodeAuthorizer(NodeGraph graph, List<PolicyRule> nodeRules) {
        this.graph = requireNonNull(graph, "graph is null");
        this.nodeRules = List.copyOf(nodeRules);
    }

    @Override
    public Decision authorize(Attributes asked) {
        if (!NodeIdentity.isNode(asked.user())) {
            return NO_OPINION;
        }
        String node = NodeIdentity.name(asked.user());
        if (node.isEmpty()) {
            return noOpinion(
                    "unknown node for user \"%s\"".formatted(asked.user().name()));
        }
        return asked.resourceRequest() ? resource(node, asked) : uniform(asked);
    }

    private Decision resource(String node, Attributes asked) {
        return switch (asked.groupResource().toString()) {
            case "secrets", "configmaps" -> read(node, asked);
            case "persistentvolumeclaims" ->
                asked.subresource().equals("status") ? claimStatus(node, asked) : get(node, asked);
            case "persistentvolumes", "resourceclaims.resource.k8s.io", "volumeattachments.storage.k8s.io" ->
                get(node, asked);
            case "serviceaccounts" -> serviceAccount(node, asked);
            case "leases.coordination.k8s.io" -> lease(node, asked);
            case "csinodes.storage.k8s.io" -> csiNode(node, asked);
            case "resourceslices.resource.k8s.io" -> resourceSlice(node, asked);
            case "nodes" -> node(node, asked);
            case "pods" -> pod(node, asked);
            default -> uniform(asked);
        };
    }

    private Decision uniform(Attributes asked) {
        return allowIf(nodeRules.stream().anyMatch(rule -> rule.allows(asked)), "");
    }

    private Decision read(String node, Attributes asked) {
        if (!Set.of("get", "list", "watch").contains(asked.verb())) {
            return noOpinion("can only read resources of this type");
        }
        if (!asked.subresource().isEmpty()) {
            return noOpinion("cannot read subresource");
        }
        return asked.namespace().isEmpty()
                ? noOpinion("can only read namespaced object of this type")
                : connected(node, asked);
    }

    private Decision get(String node, Attributes asked) {
        if (!asked.verb().equals("get")) {
            return noOpinion("can only get individual resources of this type");
        }
        return asked.subresource().isEmpty() ? connected(node, asked) : noOpinion("cannot get subresource");
    }

    private Decision claimStatus(String node, Attributes asked) {
        return asked.verb().equals("update") || asked.verb().equals("patch")
                ? connected(node, asked)
                : noOpinion("can only get/update/patch this type");
    }

    private Decision serviceAccount(String node, Attributes asked) {
        if (asked.verb().equals("get") && asked.subresource().isEmpty()) {
            return read(node, asked);
        }
        if (!asked.verb().equals("create") || asked.name().isEmpty()) {
            return noOpinion("can only create tokens for individual service accounts");
        }
        return asked.subresource().equals("token")
                ? connected(node, asked)
                : noOpinion("can only create token subresource of serviceaccount");
    }

    private static Decision lease(String node, Attributes asked) {
        if (!LEASE_VERBS.contains(asked.verb())) {
            return noOpinion("can only get, create, update, patch, or delete a node lease");
        }
        if (!asked.namespace().equals("kube-node-lease")) {
            return noOpinion("can only access leases in the \"kube-node-lease\" system namespace");
        }
        return allowIf(
                asked.verb().equals("create") || asked.name().equals(node),
                "can only access node lease with the same name as the requesting node");
    }

    private static Decision csiNode(String node, Attributes asked) {
        if (!LEASE_VERBS.contains(asked.verb())) {
            return noOpinion("can only get, create, update, patch, or delete a CSINode");
        }
        if (!asked.subresource().isEmpty()) {
            return noOpinion("cannot authorize CSINode subresources");
        }
        return allowIf(
                asked.verb().equals("create") || asked.name().equals(node),
                "can only access CSINode with the same name as the requesting node");
    }

    private Decision resourceSlice(String node, Attributes asked) {
        if (!asked.subresource().isEmpty()) {
            return noOpinion("cannot authorize ResourceSlice subresources");
        }
        return switch (asked.verb()) {
            case "create" -> ALLOWED;
            case "get", "update", "patch", "delete" -> connected(node, asked);
            case "watch", "list", "deletecollection" ->
                allowIf(
                        asked.selectors().select("spec.nodeName", node),
                        "can only list/watch/deletecollection resourceslices with nodeName field selector");
            default ->
                noOpinion("only the following verbs are allowed for a ResourceSlice: get, watch, list, create,"
                        + " update, patch, delete, deletecollection");
        };
    }

    /** By name, not by graph, so that a kubelet can look for its node before it is there. */
    private static Decision node(String node, Attributes asked) {
        return switch (asked.subresource() + ":" + asked.verb()) {
            case ":create", ":update", ":patch", "status:update", "status:patch" -> ALLOWED;
            case ":get", ":list", ":watch" ->
                allowIf(
                        asked.name().equals(node),
                        asked.name().isEmpty()
                                ? "node '%s' cannot read all nodes, only its own Node object".formatted(node)
                                : "node '%s' cannot read '%s', only its own Node object".formatted(node, asked.name()));
            default -> NO_OPINION;
        };
    }

    private Decision pod(String node, Attributes asked) {
        return switch (asked.subresource() + ":" + asked.verb()) {
            case ":get" -> get(node, asked);
            case ":list", ":watch" -> {
                if (asked.selectors().select("spec.nodeName", node)) {
                    yield ALLOWED;
                }
                yield asked.name().isEmpty()
                        ? noOpinion("can only list/watch pods with spec.nodeName field selector")
                        : connected(node, asked);
            }
            case ":create", ":delete", "status:update", "status:patch", "eviction:create" -> ALLOWED;
            default -> NO_OPINION;
        };
    }

    private Decision connected(String node, Attributes asked) {
        if (asked.name().isEmpty()) {
            return noOpinion("No Object name found");
        }
        return allowIf(
                graph.connects(node, new Ref(asked.resource(), asked.namespace(), asked.name())),
                "no relationship found between node '%s' and this object".formatted(node));
    }

    private static Decision allowIf(boolean allowed, String otherwise) {
        return allowed ? ALLOWED : noOpinion(otherwise);
    }

    private static Decision noOpinion(String reason) {
        return reason.isEmpty() ? NO_OPINION : new Decision(Verdict.NO_OPINION, reason);
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        return NodeIdentity.isNode(user)
                ? new Rules(List.of(), false, "node authorizer does not support user rule resolution")
                : new Rules(List.of(), true, "");
    }
}
