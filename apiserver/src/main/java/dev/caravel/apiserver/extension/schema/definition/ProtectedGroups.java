package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** CRDs of the community's own groups tell who approved of them (KEP-1111). */
final class ProtectedGroups {
    private static final String ANNOTATION = "api-approved.kubernetes.io";
    private static final String PATH = "metadata.annotations[" + ANNOTATION + "]";
    private static final String MORE = ", see https://github.com/kubernetes/enhancements/pull/1111";

    private enum Approval {
        MISSING,
        BYPASSED,
        APPROVED,
        INVALID
    }

    private ProtectedGroups() {}

    static List<FieldError> check(ObjectNode definition, Optional<ObjectNode> old) {
        Approval approval = approval(definition);
        if (!isProtected(definition.at("/spec/group").asText())
                || old.filter(before -> approval(before) == approval).isPresent()) {
            return List.of();
        }
        return switch (approval) {
            case MISSING ->
                List.of(FieldError.required(
                        PATH, "protected groups must have approval annotation \"" + ANNOTATION + "\"" + MORE));
            case INVALID ->
                List.of(FieldError.invalid(
                        PATH,
                        GoText.quote(annotation(definition)),
                        "protected groups must have approval annotation \"" + ANNOTATION
                                + "\" with either a URL or a reason starting with \"unapproved\"" + MORE));
            case BYPASSED, APPROVED -> List.of();
        };
    }

    /** What the condition {@code KubernetesAPIApprovalPolicyConformant} is about. */
    private static boolean isProtected(String group) {
        return List.of("k8s.io", "kubernetes.io").stream()
                .anyMatch(domain -> group.equals(domain) || group.endsWith("." + domain));
    }

    private static Approval approval(ObjectNode definition) {
        String annotation = annotation(definition);
        if (annotation.isEmpty()) {
            return Approval.MISSING;
        }
        if (annotation.startsWith("unapproved")) {
            return Approval.BYPASSED;
        }
        try {
            URI uri = new URI(annotation);
            return uri.getScheme() != null && uri.getRawAuthority() != null ? Approval.APPROVED : Approval.INVALID;
        } catch (URISyntaxException e) {
            return Approval.INVALID;
        }
    }

    private static String annotation(ObjectNode definition) {
        return definition.path("metadata").path("annotations").path(ANNOTATION).asText("");
    }
}
