package dev.caravel.apiserver.authorization.rbac;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Aggregate;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
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

    /** A role that stays as it is but for its labels may become a part of another: only what garbage collection does is free. */
    private void checkRole(AdmissionRequest request, GroupResource resource) {
        // A create is allowed by name only when the name is in its path; that is not known here.
        String name = request.operation() == Operation.CREATE ? "" : request.name();
        if (isOnlyCollected(request) || isAllowed(request, "escalate", resource, name)) {
            return;
        }
        ObjectNode role = request.object().orElseThrow();
        confirm(request, resource, PolicyRule.list(role.path("rules")));
        if (aggregates(role)
                || request.oldObject().filter(Escalation::aggregates).isPresent()) {
            RbacPolicy.Held held = policy.held(request.user(), request.namespace());
            if (!RuleCover.missing(held.rules(), PolicyRule.EVERYTHING).isEmpty()) {
                throw Statuses.forbidden(
                        resource, request.name(), "must have cluster-admin privileges to use the aggregationRule");
            }
        }
    }

    private static boolean aggregates(JsonNode role) {
        return !role.at("/aggregationRule/clusterRoleSelectors").isEmpty();
    }

    private void checkBinding(AdmissionRequest request, GroupResource resource) {
        JsonNode ref = request.object().orElseThrow().path("roleRef");
        String kind = ref.path("kind").asText();
        String role = ref.path("name").asText();
        GroupResource roles = kind.equals("Role") ? RbacPolicy.ROLES : RbacPolicy.CLUSTER_ROLES;
        if (isOnlyCollected(request) || isAllowed(request, "bind", roles, role)) {
            return;
        }
        confirm(
                request,
                resource,
                policy.rules(kind, request.namespace(), role).orElseThrow(() -> Statuses.notFound(resource, role)));
    }

    /** Whether nothing changes but what decides when the object goes. */
    private static boolean isOnlyCollected(AdmissionRequest request) {
        return request.oldObject().isPresent()
                && withoutCollection(request.oldObject().get())
                        .equals(withoutCollection(request.object().orElseThrow()));
    }

    private static ObjectNode withoutCollection(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("ownerReferences", "finalizers", "managedFields"));
        }
        return copy;
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
        RbacPolicy.Held held = policy.held(user, request.namespace());
        List<PolicyRule> missing = RuleCover.missing(held.rules(), wanted);
        if (missing.isEmpty()) {
            return;
        }
        TreeSet<String> lines = new TreeSet<>();
        missing.forEach(rule -> lines.add(rule.toString()));
        throw Statuses.forbidden(
                resource,
                request.name(),
                "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n%s%s"
                        .formatted(
                                user.name(),
                                Quoted.list(user.groups()),
                                String.join("\n", lines),
                                resolutionErrors(held.missing(), resource.resource())));
    }

    private static String resolutionErrors(List<MissingRole> missing, String resource) {
        List<String> errors = missing.stream().map(role -> role.as(resource)).toList();
        return errors.isEmpty() ? "" : "; resolution errors: [" + Aggregate.of(errors) + "]";
    }
}
