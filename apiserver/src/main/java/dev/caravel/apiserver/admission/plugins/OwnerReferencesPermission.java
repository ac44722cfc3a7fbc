package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.List;
import java.util.stream.StreamSupport;

/** Who hands an object to an owner must be allowed to delete it; who makes it block an owner, to finalize the owner. */
public final class OwnerReferencesPermission implements AdmissionPlugin {
    public static final String NAME = "OwnerReferencesPermissionEnforcement";

    private final Authorizer authorizer;
    private final ResourceCatalog catalog;

    public OwnerReferencesPermission(Authorizer authorizer, ResourceCatalog catalog) {
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean podStatus = request.isOf("", "pods") && request.subresource().equals("status");
        if (podStatus
                || request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE
                || owners(request.object().orElseThrow()).equals(oldOwners(request))) {
            return;
        }
        if (request.operation() == Operation.UPDATE) {
            requireDelete(request);
        }
        List<JsonNode> blocking = newlyBlocking(request);
        if (!blocking.isEmpty() && !mayFinalizeAnything(request)) {
            blocking.forEach(owner -> requireFinalize(request, owner));
        }
    }

    private static List<JsonNode> owners(ObjectNode object) {
        return StreamSupport.stream(object.at("/metadata/ownerReferences").spliterator(), false)
                .toList();
    }

    private static List<JsonNode> oldOwners(AdmissionRequest request) {
        return request.oldObject().map(OwnerReferencesPermission::owners).orElse(List.of());
    }

    private static List<JsonNode> newlyBlocking(AdmissionRequest request) {
        List<JsonNode> old = oldOwners(request);
        return owners(request.object().orElseThrow()).stream()
                .filter(OwnerReferencesPermission::blocks)
                .filter(owner -> old.stream()
                        .noneMatch(before -> before.path("uid").equals(owner.path("uid")) && blocks(before)))
                .toList();
    }

    private static boolean blocks(JsonNode owner) {
        return owner.path("blockOwnerDeletion").asBoolean();
    }

    private void requireDelete(AdmissionRequest request) {
        GroupVersionResource id = request.resource().id();
        Decision decision = authorizer.authorize(new Attributes(
                request.user(),
                "delete",
                request.namespace(),
                id.group(),
                id.version(),
                id.resource(),
                request.subresource(),
                request.name(),
                true,
                ""));
        if (!decision.allowed()) {
            // Upstream prints the error that there is none of, too.
            throw request.forbidden(
                    "cannot set an ownerRef on a resource you can't delete: %s, <nil>".formatted(decision.reason()));
        }
    }

    private boolean mayFinalizeAnything(AdmissionRequest request) {
        return authorizer
                .authorize(new Attributes(request.user(), "update", "", "*", "*", "*", "finalizers", "*", true, ""))
                .allowed();
    }

    private void requireFinalize(AdmissionRequest request, JsonNode owner) {
        String apiVersion = owner.path("apiVersion").asText();
        String kind = owner.path("kind").asText();
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String version = apiVersion.substring(slash + 1);
        Resource resource = catalog.findKind(group, version, kind)
                .orElseThrow(() -> request.forbidden(
                        ("cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion %s"
                                        + " Kind %s: no matches for kind \"%s\" in version \"%s\"")
                                .formatted(apiVersion, kind, kind, apiVersion)));
        Decision decision = authorizer.authorize(new Attributes(
                request.user(),
                "update",
                resource.definition().namespaced() ? request.namespace() : "",
                group,
                version,
                resource.id().resource(),
                "finalizers",
                owner.path("name").asText(),
                true,
                ""));
        if (!decision.allowed()) {
            throw request.forbidden(
                    "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: %s, <nil>"
                            .formatted(decision.reason()));
        }
    }
}
