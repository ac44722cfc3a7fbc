package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.policy.Seen;

/**
 * A webhook that is to be asked about a request.
 *
 * @param seen the request in the version that the webhook's rules name
 * @param described the request without its objects, as it is to be told
 */
record Question(Webhook webhook, AdmissionRequest request, Seen seen, ObjectNode described) {
    /** What is posted: an {@code AdmissionReview}. */
    ObjectNode review(String version, String uid) {
        ObjectNode review = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "AdmissionReview")
                .put("apiVersion", "admission.k8s.io/" + version);
        ObjectNode asked = review.putObject("request").put("uid", uid);
        asked.setAll(described);
        seen.object().ifPresentOrElse(object -> asked.set("object", object), () -> asked.putNull("object"));
        seen.oldObject().ifPresentOrElse(object -> asked.set("oldObject", object), () -> asked.putNull("oldObject"));
        return review;
    }
}
