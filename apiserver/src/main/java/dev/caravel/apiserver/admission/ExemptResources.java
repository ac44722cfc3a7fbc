package dev.caravel.apiserver.admission;

import dev.caravel.apiserver.resource.GroupResource;
import java.util.Set;

/** What users' webhooks and policies are never asked about. */
public final class ExemptResources {
    private static final String ADMISSION = "admissionregistration.k8s.io";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";

    /** Whoever could refuse their change could never be removed again. */
    private static final Set<GroupResource> CONFIGURATIONS = Set.of(
            new GroupResource(ADMISSION, "validatingwebhookconfigurations"),
            new GroupResource(ADMISSION, "mutatingwebhookconfigurations"),
            new GroupResource(ADMISSION, "validatingadmissionpolicies"),
            new GroupResource(ADMISSION, "validatingadmissionpolicybindings"),
            new GroupResource(ADMISSION, "mutatingadmissionpolicies"),
            new GroupResource(ADMISSION, "mutatingadmissionpolicybindings"));

    /** Questions that the cluster's own parts ask all the time; a policy that refused them would break it. */
    private static final Set<GroupResource> REVIEWS = Set.of(
            new GroupResource(AUTHENTICATION, "selfsubjectreviews"),
            new GroupResource(AUTHENTICATION, "tokenreviews"),
            new GroupResource(AUTHORIZATION, "localsubjectaccessreviews"),
            new GroupResource(AUTHORIZATION, "selfsubjectaccessreviews"),
            new GroupResource(AUTHORIZATION, "selfsubjectrulesreviews"),
            new GroupResource(AUTHORIZATION, "subjectaccessreviews"));

    private ExemptResources() {}

    public static boolean fromWebhooks(AdmissionRequest request) {
        return CONFIGURATIONS.contains(request.resource().id().groupResource());
    }

    public static boolean fromPolicies(AdmissionRequest request) {
        return fromWebhooks(request) || REVIEWS.contains(request.resource().id().groupResource());
    }
}
