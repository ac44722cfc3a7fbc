package dev.caravel.apiserver.authorization.rbac;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Nobody gives what they do not have: checks writes of roles and bindings against the writer's own rights. */
public final class Escalation implements AdmissionPlugin {
    private final RbacPolicy policy;
    private final Authorizer authorizer;

    public Escalation(RbacPolicy policy, Authorizer authorizer) {
        this.policy = requireNonNull(policy, "policy is null");
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
    }

    /** Not for flags: it cannot be turned off. */
    @Override
    public String name() {
        return "RBACEscalation";
    }

    @Override
    public void validate(AdmissionRequest request) {
        GroupResource resource = request.resource().id().groupResource();
        if (!resource.group().equals(RbacPolicy.GROUP)
                || request.operation() == Operation.DELETE
                || request.object().isEmpty()
                || request.user().groups().contains(UserInfo.GROUP_MASTERS)) {
            return;
        }
        if (resource.equals(RbacPolicy.ROLES) || resource.equals(RbacPolicy.CLUSTER_ROLES)) {
            checkRole(request, resource);
        } else {
            checkBinding(request, resource);
        }
    }

    private void checkRole(AdmissionRequest request, GroupResource resource) {
        ObjectNode role = request.object().get();
        boolean same = isSame(request, "rules") && isSame(request, "aggregationRule");
        if (same || isAllowed(request, "escalate", resource, request.name())) {
            return;
        }
        confirm(request, resource, PolicyRule.list(role.path("rules")));
        if (role.hasNonNull("aggregationRule")) {
            confirm(request, resource, PolicyRule.EVERYTHING);
        }
    }

    private void checkBinding(AdmissionRequest request, GroupResource resource) {
        JsonNode ref = request.object().get().path("roleRef");
        String kind = ref.path("kind").asText();
        String role = ref.path("name").asText();
        GroupResource roles = kind.equals("Role") ? RbacPolicy.ROLES : RbacPolicy.CLUSTER_ROLES;
        boolean same = isSame(request, "roleRef") && isSame(request, "subjects");
        if (same || isAllowed(request, "bind", roles, role)) {
            return;
        }
        confirm(
                request,
                resource,
                policy.rules(kind, request.namespace(), role).orElseThrow(() -> Statuses.notFound(roles, role)));
    }

    private static boolean isSame(AdmissionRequest request, String field) {
        Optional<JsonNode> old = request.oldObject().map(object -> object.path(field));
        return old.isPresent()
                && old.get().equals(request.object().orElseThrow().path(field));
    }

    private boolean isAllowed(AdmissionRequest request, String verb, GroupResource resource, String name) {
        return authorizer
                .authorize(new Attributes(
                        request.user(),
                        verb,
                        request.namespace(),
                        resource.group(),
                        "*",
                        resource.resource(),
                        "",
                        name,
                        true,
                        ""))
                .allowed();
    }

    private void confirm(AdmissionRequest request, GroupResource resource, List<PolicyRule> wanted) {
        UserInfo user = request.user();
        List<PolicyRule> missing =
                RuleCover.missing(policy.rulesFor(user, request.namespace()).rules(), wanted);
        if (missing.isEmpty()) {
            return;
        }
        TreeSet<String> lines = new TreeSet<>();
        missing.forEach(rule -> lines.add(rule.toString()));
        throw Statuses.forbidden(
                resource,
                request.name(),
                "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n%s"
                        .formatted(user.name(), Quoted.list(user.groups()), String.join("\n", lines)));
    }
}
