package dev.caravel.apiserver.admission;

import dev.caravel.apiserver.admission.plugins.AlwaysAdmit;
import dev.caravel.apiserver.admission.plugins.AlwaysDeny;
import dev.caravel.apiserver.admission.plugins.DefaultClass;
import dev.caravel.apiserver.admission.plugins.DefaultTolerationSeconds;
import dev.caravel.apiserver.admission.plugins.DenyServiceExternalIps;
import dev.caravel.apiserver.admission.plugins.EventRateLimit;
import dev.caravel.apiserver.admission.plugins.NamespaceExists;
import dev.caravel.apiserver.admission.plugins.NamespaceLifecycle;
import dev.caravel.apiserver.admission.plugins.OwnerReferencesPermission;
import dev.caravel.apiserver.admission.plugins.PriorityAdmission;
import dev.caravel.apiserver.admission.plugins.ServiceAccountAdmission;
import dev.caravel.apiserver.admission.plugins.TaintNodesByCondition;
import dev.caravel.apiserver.admission.plugins.VolumeSuffix;
import dev.caravel.apiserver.admission.plugins.certificates.CertificateSubjectRestriction;
import dev.caravel.apiserver.admission.plugins.certificates.SignerPermission;
import dev.caravel.apiserver.admission.plugins.images.ImagePolicyWebhook;
import dev.caravel.apiserver.admission.plugins.limits.LimitRanger;
import dev.caravel.apiserver.admission.plugins.node.NodeRestriction;
import dev.caravel.apiserver.admission.plugins.pods.AlwaysPullImages;
import dev.caravel.apiserver.admission.plugins.pods.ExtendedResourceToleration;
import dev.caravel.apiserver.admission.plugins.pods.HardAntiAffinityTopology;
import dev.caravel.apiserver.admission.plugins.pods.PodNodeSelector;
import dev.caravel.apiserver.admission.plugins.pods.PodResize;
import dev.caravel.apiserver.admission.plugins.pods.PodTolerationRestriction;
import dev.caravel.apiserver.admission.plugins.pods.PodTopologyLabels;
import dev.caravel.apiserver.admission.plugins.pods.RuntimeClassAdmission;
import dev.caravel.apiserver.admission.plugins.podsecurity.PodSecurity;
import dev.caravel.apiserver.admission.plugins.quota.QuotaLedger;
import dev.caravel.apiserver.admission.plugins.quota.ResourceQuotaAdmission;
import dev.caravel.apiserver.admission.plugins.storage.StorageProtection;
import dev.caravel.apiserver.admission.plugins.storage.VolumeClaimResize;
import dev.caravel.apiserver.admission.policy.MutatingPolicyAdmission;
import dev.caravel.apiserver.admission.policy.ValidatingPolicyAdmission;
import dev.caravel.apiserver.admission.webhook.MutatingWebhookAdmission;
import dev.caravel.apiserver.admission.webhook.ValidatingWebhookAdmission;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.flags.AccessFlags;
import dev.caravel.apiserver.kinds.pods.TopologyLabels;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.webhook.WebhookClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** The plugins that are compiled in, in no order; the flags choose among them. */
final class BuiltInPlugins {
    /** Upstream waits between 100 and 200 ms for a namespace's default service account. */
    private static final Duration ACCOUNT_PAUSE = Duration.ofMillis(150);

    private static final Logger log = Logger.getLogger(BuiltInPlugins.class);

    private BuiltInPlugins() {}

    static List<AdmissionPlugin> all(
            AccessFlags flags,
            ResourceCatalog catalog,
            ObjectReader reader,
            QuotaLedger quotas,
            Authorizer authorizer,
            WebhookClient webhooks,
            MeterRegistry registry,
            Vertx vertx,
            Clock clock,
            RandomGenerator random) {
        AdmissionConfiguration configuration =
                AdmissionConfiguration.read(Optional.ofNullable(flags.admissionControlConfigFile));
        warnOfCredentials(configuration);
        List<AdmissionPlugin> plugins = new ArrayList<>(List.of(
                new AlwaysAdmit(),
                new NamespaceLifecycle(reader, clock),
                new NamespaceExists(reader),
                new HardAntiAffinityTopology(),
                new LimitRanger(reader),
                new ServiceAccountAdmission(reader, new VolumeSuffix(random), ACCOUNT_PAUSE),
                new NodeRestriction(reader, authorizer),
                new TaintNodesByCondition(),
                new AlwaysPullImages(),
                new PodSecurity(reader, configuration.of(PodSecurity.NAME)),
                new PodNodeSelector(reader, configuration.of(PodNodeSelector.NAME)),
                new PriorityAdmission(reader),
                new DefaultTolerationSeconds(flags.notReadyTolerationSeconds, flags.unreachableTolerationSeconds),
                new PodTolerationRestriction(reader, configuration.of(PodTolerationRestriction.NAME)),
                new EventRateLimit(configuration.of(EventRateLimit.NAME), clock),
                new ExtendedResourceToleration(),
                new DefaultClass(DefaultClass.Kind.STORAGE, reader),
                new StorageProtection(),
                new OwnerReferencesPermission(authorizer, catalog),
                new VolumeClaimResize(reader),
                new RuntimeClassAdmission(reader),
                new SignerPermission(SignerPermission.Act.APPROVE, authorizer),
                new SignerPermission(SignerPermission.Act.SIGN, authorizer),
                new CertificateSubjectRestriction(),
                new DefaultClass(DefaultClass.Kind.INGRESS, reader),
                new DenyServiceExternalIps(),
                new PodTopologyLabels(new TopologyLabels(reader)),
                new PodResize(reader),
                new ResourceQuotaAdmission(quotas, clock, configuration.of(ResourceQuotaAdmission.NAME)),
                new MutatingPolicyAdmission(catalog, reader, authorizer),
                new MutatingWebhookAdmission(webhooks, catalog, reader, authorizer, registry),
                new ValidatingPolicyAdmission(catalog, reader, authorizer),
                new ValidatingWebhookAdmission(webhooks, catalog, reader, authorizer, registry),
                new AlwaysDeny()));
        // It cannot be without its configuration.
        if (flags.enabledAdmissionPlugins.contains(ImagePolicyWebhook.NAME)) {
            plugins.add(ImagePolicyWebhook.of(configuration.of(ImagePolicyWebhook.NAME), vertx, clock, random));
        }
        return plugins;
    }

    /** Webhooks are called without credentials of the server's own. */
    private static void warnOfCredentials(AdmissionConfiguration configuration) {
        for (String plugin : List.of(MutatingWebhookAdmission.NAME, ValidatingWebhookAdmission.NAME)) {
            if (configuration.of(plugin).hasNonNull("kubeConfigFile")) {
                log.warnf("kubeConfigFile in the configuration of the admission plugin %s has no effect yet", plugin);
            }
        }
    }
}
