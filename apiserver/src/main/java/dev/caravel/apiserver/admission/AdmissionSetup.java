package dev.caravel.apiserver.admission;

import dev.caravel.apiserver.admission.plugins.DefaultClass;
import dev.caravel.apiserver.admission.plugins.DefaultTolerationSeconds;
import dev.caravel.apiserver.admission.plugins.NamespaceLifecycle;
import dev.caravel.apiserver.admission.plugins.NodeRestriction;
import dev.caravel.apiserver.admission.plugins.PriorityAdmission;
import dev.caravel.apiserver.admission.plugins.ServiceAccountAdmission;
import dev.caravel.apiserver.admission.plugins.TaintNodesByCondition;
import dev.caravel.apiserver.admission.plugins.VolumeSuffix;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.rbac.Escalation;
import dev.caravel.apiserver.authorization.rbac.RbacPolicy;
import dev.caravel.apiserver.flags.AccessFlags;
import dev.caravel.apiserver.registry.ObjectReader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Admission as the flags want it. */
public final class AdmissionSetup {
    /** Upstream waits between 100 and 200 ms for a namespace's default service account. */
    private static final Duration ACCOUNT_PAUSE = Duration.ofMillis(150);

    private AdmissionSetup() {}

    /**
     * The plugins in the order in which they are called.
     *
     * @throws IllegalArgumentException when a flag names a plugin that nobody knows
     */
    public static List<AdmissionPlugin> plugins(
            AccessFlags flags,
            ObjectReader reader,
            RbacPolicy policy,
            Authorizer authorizer,
            Clock clock,
            RandomGenerator random) {
        List<AdmissionPlugin> available = List.of(
                new NamespaceLifecycle(reader, clock),
                new ServiceAccountAdmission(reader, new VolumeSuffix(random), ACCOUNT_PAUSE),
                new NodeRestriction(reader),
                new TaintNodesByCondition(),
                new PriorityAdmission(reader),
                new DefaultTolerationSeconds(flags.notReadyTolerationSeconds, flags.unreachableTolerationSeconds),
                new DefaultClass(DefaultClass.Kind.STORAGE, reader),
                new DefaultClass(DefaultClass.Kind.INGRESS, reader));
        List<AdmissionPlugin> plugins = new ArrayList<>();
        plugins.add(new Escalation(policy, authorizer));
        plugins.addAll(AdmissionChain.of(available, flags.enabledAdmissionPlugins, flags.disabledAdmissionPlugins));
        return plugins;
    }
}
