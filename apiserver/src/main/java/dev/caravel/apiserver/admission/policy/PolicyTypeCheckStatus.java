package dev.caravel.apiserver.admission.policy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.policy.PolicyTypeCheck.ExpressionWarning;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.ApiException;
import java.util.List;
import org.jboss.logging.Logger;

/** Writes what {@link PolicyTypeCheck} finds into the policies' status, whenever one is new or has changed. */
public final class PolicyTypeCheckStatus {
    private static final Logger log = Logger.getLogger(PolicyTypeCheckStatus.class);
    private static final GroupResource POLICIES =
            new GroupResource("admissionregistration.k8s.io", "validatingadmissionpolicies");
    private static final int NOT_FOUND = 404;

    private final PolicyTypeCheck check;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    public PolicyTypeCheckStatus(ResourceCatalog catalog, ObjectReader reader, ObjectWriter writer) {
        this.check = new PolicyTypeCheck(catalog);
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
    }

    /** From now on until what is returned is closed. */
    public AutoCloseable follow() {
        return reader.watch(POLICIES, new Observer() {
            @Override
            public void set(ObjectNode policy) {
                checkOnce(policy);
            }

            @Override
            public void deleted(ObjectNode policy) {
                // nothing is left to say it of
            }
        });
    }

    private void checkOnce(ObjectNode policy) {
        if (isChecked(policy)) {
            return;
        }
        String name = policy.at("/metadata/name").asText();
        long generation = policy.at("/metadata/generation").asLong();
        List<ExpressionWarning> warnings = check.check(policy.path("spec"));
        try {
            writer.amend(POLICIES, "", name, false, stored -> {
                if (stored.at("/metadata/generation").asLong() == generation && !isChecked(stored)) {
                    note(stored, generation, warnings);
                }
                return stored;
            });
        } catch (ApiException e) {
            if (e.status().code() != NOT_FOUND) {
                log.errorf(e, "cannot write the status of ValidatingAdmissionPolicy %s", name);
            }
        }
    }

    /** Another server may have been faster, or a controller manager that does the same. */
    private static boolean isChecked(ObjectNode policy) {
        return policy.at("/metadata/generation").asLong()
                <= policy.at("/status/observedGeneration").asLong();
    }

    private static void note(ObjectNode policy, long generation, List<ExpressionWarning> warnings) {
        ObjectNode status = policy.withObject("/status");
        status.put("observedGeneration", generation);
        ObjectNode checking = status.putObject("typeChecking");
        if (!warnings.isEmpty()) {
            ArrayNode list = checking.putArray("expressionWarnings");
            warnings.forEach(
                    it -> list.addObject().put("fieldRef", it.fieldRef()).put("warning", it.warning()));
        }
    }
}
