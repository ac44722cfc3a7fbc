package dev.caravel.apiserver.admission.plugins.quota;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Refuses what would exceed a quota, and charges the rest before it is stored.
 *
 * <p>Requests of a namespace are charged one after the other; against other API servers and the quota controller
 * compare-and-swap protects. What is charged and then not stored, the quota controller gives back.
 */
public final class ResourceQuotaAdmission implements AdmissionPlugin {
    public static final String NAME = "ResourceQuota";

    private static final GroupResource QUOTAS = new GroupResource("", "resourcequotas");
    private static final int ATTEMPTS = 4;
    private static final int LOCKS = 64;

    private final QuotaLedger ledger;
    private final UsageEvaluators evaluators;
    private final List<LimitedResource> limited;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /** @param configuration a {@code ResourceQuotaConfiguration}, or nothing */
    public ResourceQuotaAdmission(QuotaLedger ledger, InstantSource clock, JsonNode configuration) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        evaluators = new UsageEvaluators(clock);
        limited = LimitedResource.of(configuration);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.namespace().isEmpty()
                || request.isOf("", "namespaces")
                || request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE
                || request.object().isEmpty()) {
            return;
        }
        Optional<UsageEvaluator> evaluator =
                evaluators.of(request.resource().id().groupResource());
        if (evaluator.isEmpty()
                || !evaluator.get().handles(request)
                || limited.isEmpty() && !ledger.hasQuotas(request.namespace())) {
            return;
        }
        QuotaDecision decision = new QuotaDecision(request, evaluator.get(), limited);
        ReentrantLock lock = locks.get(Math.floorMod(request.namespace().hashCode(), LOCKS));
        lock.lock();
        try {
            charge(request, decision);
        } finally {
            lock.unlock();
        }
    }

    /** A quota that someone else wrote meanwhile is judged anew; those that are charged are done. */
    private void charge(AdmissionRequest request, QuotaDecision decision) {
        Set<String> done = new HashSet<>();
        for (int tries = 1; ; tries++) {
            List<QuotaLedger.Entry> present = ledger.read(request.namespace());
            List<Quota> charged = decision.charged(
                    present.stream().map(entry -> Quota.of(entry.quota())).toList(), done);
            if (request.dryRun()) {
                return;
            }
            Optional<String> overtaken = Optional.empty();
            for (Quota quota : charged) {
                QuotaLedger.Entry entry = present.stream()
                        .filter(candidate -> nameOf(candidate).equals(quota.name()))
                        .findFirst()
                        .orElseThrow();
                if (entry.replaceUsed(quota.used().toJson())) {
                    done.add(quota.name());
                } else {
                    overtaken = Optional.of(quota.name());
                }
            }
            if (overtaken.isEmpty()) {
                return;
            }
            if (tries == ATTEMPTS) {
                throw Statuses.modified(QUOTAS, overtaken.get());
            }
        }
    }

    private static String nameOf(QuotaLedger.Entry entry) {
        return entry.quota().at("/metadata/name").asText();
    }
}
