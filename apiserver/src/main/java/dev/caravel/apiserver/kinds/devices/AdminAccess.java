package dev.caravel.apiserver.kinds.devices;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.Optional;

/**
 * Devices that others use are only for namespaces that an administrator has labeled so (KEP-5018). Not to be disabled: it is
 * part of what claims are, not of a policy.
 */
public final class AdminAccess implements AdmissionPlugin {
    private static final String GROUP = "resource.k8s.io";
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final String LABEL = "resource.kubernetes.io/admin-access";
    private static final String WHY =
            "admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing"
                    + " namespace";

    private final ObjectReader reader;

    public AdminAccess(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public String name() {
        return "DeviceAdminAccess";
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE) {
            return;
        }
        Optional<String> list = list(request);
        if (list.isEmpty()) {
            return;
        }
        List<FieldError> errors = errors(
                list.get(), request.object().orElseThrow(), request.oldObject().orElse(null));
        if (!errors.isEmpty() && !isLabeled(request.namespace())) {
            throw Statuses.invalid(GROUP, request.resource().definition().kind(), request.name(), errors);
        }
    }

    /** Where the request says what it wants access to. */
    private static Optional<String> list(AdmissionRequest request) {
        if (request.isFor(GROUP, "resourceclaims")) {
            return Optional.of("spec.devices.requests");
        }
        if (request.isFor(GROUP, "resourceclaimtemplates")) {
            return Optional.of("spec.spec.devices.requests");
        }
        return request.isOf(GROUP, "resourceclaims") && request.subresource().equals("status")
                ? Optional.of("status.allocation.devices.results")
                : Optional.empty();
    }

    /** What had the access before keeps it. */
    private static List<FieldError> errors(String list, ObjectNode object, ObjectNode old) {
        String pointer = "/" + list.replace('.', '/');
        if (old != null && old.at(pointer).valueStream().anyMatch(AdminAccess::isWanted)) {
            return List.of();
        }
        JsonNode wanted = object.at(pointer);
        for (int i = 0; i < wanted.size(); i++) {
            if (isWanted(wanted.get(i))) {
                // Of a template, too, upstream names the field as that of a claim.
                String field = FieldPath.index(list.replace("spec.spec.", "spec."), i);
                return List.of(FieldError.forbidden(FieldPath.child(field, "adminAccess"), WHY));
            }
        }
        return List.of();
    }

    private static boolean isWanted(JsonNode request) {
        return request.path("adminAccess").asBoolean()
                || request.path("exactly").path("adminAccess").asBoolean();
    }

    private boolean isLabeled(String namespace) {
        return reader.get(NAMESPACES, "", namespace)
                .or(() -> reader.getLatest(NAMESPACES, "", namespace))
                .filter(it -> it.at("/metadata/labels").path(LABEL).asText().equals("true"))
                .isPresent();
    }
}
