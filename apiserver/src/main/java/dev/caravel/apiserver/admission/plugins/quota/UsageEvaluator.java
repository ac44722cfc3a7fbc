package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What objects of one resource use of quotas. Stateless. */
interface UsageEvaluator {
    /** Whether a quota may count resources by this name for such objects. */
    boolean measures(String resourceName);

    /** What one object uses. */
    ResourceAmounts usage(JsonNode object);

    /** Whether the request can change usage. */
    default boolean handles(AdmissionRequest request) {
        return request.subresource().isEmpty() && request.operation() == Operation.CREATE;
    }

    /** Whether the object is within the scope; most resources know none. */
    default boolean isWithin(QuotaScope scope, JsonNode object) {
        return false;
    }

    /** Whether there are scopes for such objects, of which configuration may demand that a quota covers them. */
    default boolean hasScopes() {
        return false;
    }

    /** What the object must say to be counted and does not. */
    default Optional<String> missing(Set<String> required, JsonNode object) {
        return Optional.empty();
    }

    /** Those of the names that this measures. */
    default Set<String> measured(Collection<String> names) {
        Set<String> measured = new TreeSet<>(names);
        measured.removeIf(Predicate.not(this::measures));
        return measured;
    }
}
