package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a write does to the quotas of its namespace: a pure decision. */
final class QuotaDecision {
    private final AdmissionRequest request;
    private final UsageEvaluator evaluator;
    private final List<LimitedResource> limited;
    private final ObjectNode object;

    QuotaDecision(AdmissionRequest request, UsageEvaluator evaluator, List<LimitedResource> limited) {
        this.request = request;
        this.evaluator = evaluator;
        this.limited = limited;
        object = request.object().orElseThrow();
    }

    /**
     * The quotas that the write is charged to, with what is then used of them.
     *
     * @param done the names of those that it has been charged to already
     * @throws dev.caravel.apiserver.status.ApiException when one of them does not allow it
     */
    List<Quota> charged(List<Quota> quotas, Set<String> done) {
        List<Quota> matching =
                quotas.stream().filter(quota -> matches(quota, object)).toList();
        matching.forEach(this::requireCountable);
        ResourceAmounts usage = evaluator.usage(object);
        if (!usage.negative().isEmpty()) {
            throw request.forbidden("quota usage is negative for resource(s): " + String.join(",", usage.negative()));
        }
        boolean charges = matching.isEmpty()
                ? !delta(usage, true).isEmpty()
                : matching.stream()
                        .anyMatch(quota -> !delta(usage, matchesOld(quota)).isEmpty());
        if (!charges) {
            return List.of();
        }
        requireCovered(quotas, matching, usage);
        List<Quota> result = new ArrayList<>();
        for (Quota quota : matching) {
            if (done.contains(quota.name())) {
                continue;
            }
            charge(quota, delta(usage, matchesOld(quota))).ifPresent(result::add);
        }
        return result;
    }

    private boolean matches(Quota quota, ObjectNode subject) {
        return !evaluator.measured(quota.hard().names()).isEmpty()
                && quota.scopes().stream().allMatch(scope -> evaluator.isWithin(scope, subject));
    }

    /** What the old object was not charged to is charged in full. */
    private boolean matchesOld(Quota quota) {
        return request.operation() == Operation.UPDATE
                && request.oldObject().filter(old -> matches(quota, old)).isPresent();
    }

    private ResourceAmounts delta(ResourceAmounts usage, boolean sinceOld) {
        boolean update = sinceOld && request.operation() == Operation.UPDATE;
        return (update ? usage.above(evaluator.usage(request.oldObject().orElseThrow())) : usage).withoutZeros();
    }

    private void requireCountable(Quota quota) {
        Set<String> measured = evaluator.measured(quota.hard().names());
        evaluator.missing(measured, object).ifPresent(missing -> {
            throw request.forbidden("failed quota: %s: %s".formatted(quota.name(), missing));
        });
        if (!quota.used().names().containsAll(measured)) {
            throw request.forbidden(
                    "status unknown for quota: %s, resources: %s".formatted(quota.name(), String.join(",", measured)));
        }
    }

    private void requireCovered(List<Quota> quotas, List<Quota> matching, ResourceAmounts usage) {
        Set<String> uncovered = new TreeSet<>();
        limited.stream()
                .filter(entry -> entry.resource().equals(request.resource().id().groupResource()))
                .forEach(entry -> uncovered.addAll(entry.limited(usage)));
        matching.forEach(
                quota -> uncovered.removeAll(evaluator.measured(quota.hard().names())));
        if (!uncovered.isEmpty()) {
            throw request.forbidden("insufficient quota to consume: " + String.join(",", uncovered));
        }
        if (!evaluator.hasScopes()) {
            return;
        }
        List<String> uncoveredScopes = limited.stream()
                .flatMap(entry -> entry.matchScopes().stream())
                .filter(scope -> evaluator.isWithin(scope, object))
                .filter(scope -> quotas.stream()
                        .flatMap(quota -> quota.scopes().stream())
                        .filter(covering -> evaluator.isWithin(covering, object))
                        .noneMatch(covering -> covering.name().equals(scope.name())))
                .map(QuotaScope::toString)
                .toList();
        if (!uncoveredScopes.isEmpty()) {
            throw Statuses.unclassified(
                    "insufficient quota to match these scopes: [" + String.join(" ", uncoveredScopes) + "]");
        }
    }

    private Optional<Quota> charge(Quota quota, ResourceAmounts delta) {
        ResourceAmounts requested = delta.only(quota.hard().names());
        if (requested.isEmpty()) {
            return Optional.empty();
        }
        ResourceAmounts used = quota.used().plus(requested);
        Set<String> exceeded = used.only(requested.names()).beyond(quota.hard());
        // What a status tells has happened already: it is counted, not refused.
        if (!exceeded.isEmpty() && !request.subresource().equals("status")) {
            throw request.forbidden("exceeded quota: %s, requested: %s, used: %s, limited: %s"
                    .formatted(
                            quota.name(),
                            requested.only(exceeded),
                            quota.used().only(exceeded),
                            quota.hard().only(exceeded)));
        }
        return Optional.of(quota.withUsed(used));
    }
}
