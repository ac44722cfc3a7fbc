package dev.caravel.apiserver.admission;

import dev.caravel.apiserver.admission.plugins.quota.StoredQuotas;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.rbac.Escalation;
import dev.caravel.apiserver.authorization.rbac.RbacPolicy;
import dev.caravel.apiserver.extension.ServedResources;
import dev.caravel.apiserver.extension.TerminatingDefinitions;
import dev.caravel.apiserver.flags.AccessFlags;
import dev.caravel.apiserver.kinds.devices.AdminAccess;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectStore;
import dev.caravel.apiserver.webhook.WebhookClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Admission as the flags want it. */
public final class AdmissionSetup {
    private AdmissionSetup() {}

    /**
     * The plugins in the order in which they are called.
     *
     * @throws IllegalArgumentException when a flag names a plugin that nobody knows
     */
    public static List<AdmissionPlugin> plugins(
            AccessFlags flags,
            ServedResources catalog,
            ObjectReader reader,
            ObjectStore store,
            RbacPolicy policy,
            Authorizer authorizer,
            WebhookClient webhooks,
            MeterRegistry registry,
            Vertx vertx,
            Clock clock,
            RandomGenerator random) {
        List<AdmissionPlugin> available = BuiltInPlugins.all(
                flags,
                catalog,
                reader,
                new StoredQuotas(catalog, reader, store),
                authorizer,
                webhooks,
                registry,
                vertx,
                clock,
                random);
        List<AdmissionPlugin> plugins = new ArrayList<>();
        plugins.add(new TerminatingDefinitions(catalog));
        plugins.add(new Escalation(policy, authorizer));
        plugins.add(new AdminAccess(reader));
        plugins.addAll(AdmissionChain.of(available, flags.enabledAdmissionPlugins, flags.disabledAdmissionPlugins));
        return plugins;
    }
}
