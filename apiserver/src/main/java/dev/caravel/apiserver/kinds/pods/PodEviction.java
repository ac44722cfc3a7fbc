package dev.caravel.apiserver.kinds.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.ActionStatus;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** {@code pods/eviction}: deletes a pod if its PodDisruptionBudget allows that. Thread-safe. */
public final class PodEviction implements VirtualResource.Action {
    private static final GroupResource POD_KIND = new GroupResource("", "Pod");
    private static final int ATTEMPTS = 20;

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Clock clock;

    public PodEviction(ObjectReader reader, ObjectWriter writer, Clock clock) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public void prepare(Context context, ObjectNode eviction) {
        if (!context.name().equals(eviction.at("/metadata/name").asText())) {
            throw Statuses.badRequest("name in URL does not match name in Eviction object");
        }
        if (eviction.at("/deleteOptions/ignoreStoreReadErrorWithClusterBreakingPotential")
                .asBoolean()) {
            throw Statuses.invalid(
                    "policy",
                    "Eviction",
                    context.name(),
                    List.of(FieldError.invalid(
                            "deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential",
                            "true",
                            "can not be set for pod eviction, try after removing the option")));
        }
    }

    /**
     * @return a Status
     * @throws ApiException 429 when the budget does not allow another disruption
     */
    @Override
    public ObjectNode create(Context context, ObjectNode eviction) {
        ObjectNode options = eviction.path("deleteOptions") instanceof ObjectNode given
                ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        boolean dryRun = context.dryRun() || !options.path("dryRun").isEmpty();
        if (dryRun) {
            options.putArray("dryRun").add("All");
        }
        new Attempt(context, options, dryRun).run();
        return ActionStatus.created();
    }

    private final class Attempt {
        private final Context context;
        private final ObjectNode options;
        private final boolean dryRun;
        private final boolean versionGiven;

        Attempt(Context context, ObjectNode options, boolean dryRun) {
            this.context = context;
            this.options = options;
            this.dryRun = dryRun;
            this.versionGiven = options.at("/preconditions").hasNonNull("resourceVersion");
        }

        void run() {
            ObjectNode pod = pod();
            for (int i = 1; needsNoBudget(pod); i++) {
                try {
                    delete(isPending(pod) ? preconditionOn(pod) : options);
                    return;
                } catch (ApiException e) {
                    if (e.status().code() != 409 || versionGiven || i == ATTEMPTS) {
                        throw e;
                    }
                    pod = pod();
                }
            }
            evictGuarded(pod);
        }

        private ObjectNode pod() {
            return reader.getLatest(PodBehavior.PODS, context.namespace(), context.name())
                    .orElseThrow(() -> Statuses.notFound(PodBehavior.PODS, context.name()));
        }

        private void evictGuarded(ObjectNode pod) {
            List<DisruptionBudget> budgets = reader.list(DisruptionBudget.BUDGETS, context.namespace()).stream()
                    .map(DisruptionBudget::new)
                    .filter(budget -> budget.guards(pod))
                    .toList();
            if (budgets.size() > 1) {
                throw Statuses.unclassified(
                        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
            }
            if (budgets.isEmpty()) {
                delete(options);
                return;
            }
            DisruptionBudget budget = budgets.getFirst();
            if (!PodConditions.isTrue(pod, "Ready") && budget.freesUnready()) {
                deleteUnready(pod, budget);
                return;
            }
            writer.amend(
                    DisruptionBudget.BUDGETS,
                    context.namespace(),
                    budget.name(),
                    dryRun,
                    current -> new DisruptionBudget(current).disrupt(context.name(), clock.instant()));
            delete(options);
        }

        /** It must not have become ready meanwhile. */
        private void deleteUnready(ObjectNode pod, DisruptionBudget budget) {
            try {
                delete(preconditionOn(pod));
            } catch (ApiException e) {
                throw e.status().code() == 409 && !versionGiven ? DisruptionBudget.busy(budget.name()) : e;
            }
        }

        private ObjectNode preconditionOn(ObjectNode pod) {
            if (versionGiven) {
                return options;
            }
            ObjectNode changed = options.deepCopy();
            changed.withObject("/preconditions")
                    .put("resourceVersion", pod.at("/metadata/resourceVersion").asText());
            return changed;
        }

        private void delete(ObjectNode deleteOptions) {
            ObjectNode last = deleteOptions.deepCopy();
            if (!dryRun) {
                ObjectNode marked = writer.amend(
                        PodBehavior.PODS,
                        context.namespace(),
                        context.name(),
                        false,
                        pod -> markDisrupted(pod, deleteOptions.path("preconditions")));
                if (last.at("/preconditions").hasNonNull("resourceVersion")) {
                    last.withObject("/preconditions")
                            .put(
                                    "resourceVersion",
                                    marked.at("/metadata/resourceVersion").asText());
                }
            }
            writer.delete(PodBehavior.PODS, context.namespace(), context.name(), last, context.user());
        }
    }

    private ObjectNode markDisrupted(ObjectNode pod, JsonNode preconditions) {
        require(pod, preconditions, "uid", "UID", "object might have been deleted and then recreated");
        require(pod, preconditions, "resourceVersion", "ResourceVersion", "object might have been modified");
        new PodConditions(clock)
                .set(pod, "DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting");
        return pod;
    }

    private static void require(ObjectNode pod, JsonNode preconditions, String field, String title, String cause) {
        String wanted = preconditions.path(field).asText();
        String present = pod.at("/metadata").path(field).asText();
        if (!wanted.isEmpty() && !wanted.equals(present)) {
            throw Statuses.conflict(
                    POD_KIND,
                    pod.at("/metadata/name").asText(),
                    "the %s in the precondition (%s) does not match the %s in record (%s). The %s"
                            .formatted(title, wanted, title, present, cause));
        }
    }

    /** What serves nobody, yet or any more, disrupts nobody by going. */
    private static boolean needsNoBudget(JsonNode pod) {
        return Set.of("Succeeded", "Failed", "Pending")
                        .contains(pod.at("/status/phase").asText())
                || isDeleted(pod);
    }

    private static boolean isPending(JsonNode pod) {
        return pod.at("/status/phase").asText().equals("Pending") && !isDeleted(pod);
    }

    private static boolean isDeleted(JsonNode pod) {
        return pod.at("/metadata").hasNonNull("deletionTimestamp");
    }
}
