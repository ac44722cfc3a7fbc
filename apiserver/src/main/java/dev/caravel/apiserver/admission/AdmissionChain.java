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
import dev.caravel.apiserver.admission.plugins.quota.ResourceQuotaAdmission;
import dev.caravel.apiserver.admission.plugins.storage.StorageProtection;
import dev.caravel.apiserver.admission.plugins.storage.VolumeClaimResize;
import dev.caravel.apiserver.admission.webhook.MutatingWebhookAdmission;
import dev.caravel.apiserver.admission.webhook.ValidatingWebhookAdmission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Which admission plugins run, and in which order. */
public final class AdmissionChain {
    private static final Logger log = Logger.getLogger(AdmissionChain.class);

    /** All of upstream's plugins, in the order in which they run. */
    private static final List<String> ORDER = List.of(
            AlwaysAdmit.NAME,
            "NamespaceAutoProvision",
            NamespaceLifecycle.NAME,
            NamespaceExists.NAME,
            HardAntiAffinityTopology.NAME,
            LimitRanger.NAME,
            ServiceAccountAdmission.NAME,
            NodeRestriction.NAME,
            TaintNodesByCondition.NAME,
            AlwaysPullImages.NAME,
            ImagePolicyWebhook.NAME,
            PodSecurity.NAME,
            PodNodeSelector.NAME,
            PriorityAdmission.NAME,
            DefaultTolerationSeconds.NAME,
            PodTolerationRestriction.NAME,
            EventRateLimit.NAME,
            ExtendedResourceToleration.NAME,
            DefaultClass.Kind.STORAGE.plugin(),
            StorageProtection.NAME,
            "PodGroupProtection",
            OwnerReferencesPermission.NAME,
            VolumeClaimResize.NAME,
            RuntimeClassAdmission.NAME,
            SignerPermission.Act.APPROVE.plugin(),
            SignerPermission.Act.SIGN.plugin(),
            "ClusterTrustBundleAttest",
            CertificateSubjectRestriction.NAME,
            DefaultClass.Kind.INGRESS.plugin(),
            DenyServiceExternalIps.NAME,
            PodTopologyLabels.NAME,
            "PodGroupWorkloadExists",
            "NodeDeclaredFeatureValidator",
            "JobValidation",
            PodResize.NAME,
            "MutatingAdmissionPolicy",
            MutatingWebhookAdmission.NAME,
            "ValidatingAdmissionPolicy",
            ValidatingWebhookAdmission.NAME,
            ResourceQuotaAdmission.NAME,
            AlwaysDeny.NAME);

    private static final Set<String> OFF_BY_DEFAULT = Set.of(
            AlwaysAdmit.NAME,
            "NamespaceAutoProvision",
            NamespaceExists.NAME,
            HardAntiAffinityTopology.NAME,
            NodeRestriction.NAME,
            AlwaysPullImages.NAME,
            ImagePolicyWebhook.NAME,
            PodNodeSelector.NAME,
            PodTolerationRestriction.NAME,
            EventRateLimit.NAME,
            ExtendedResourceToleration.NAME,
            OwnerReferencesPermission.NAME,
            DenyServiceExternalIps.NAME,
            AlwaysDeny.NAME);

    private AdmissionChain() {}

    /**
     * @param available all the plugins that there are
     * @param enabled the values of {@code --enable-admission-plugins}
     * @param disabled the values of {@code --disable-admission-plugins}
     * @throws IllegalArgumentException when a plugin is unknown, or enabled and disabled at once
     */
    public static List<AdmissionPlugin> of(
            List<AdmissionPlugin> available, List<String> enabled, List<String> disabled) {
        check("enable-admission-plugins", enabled);
        check("disable-admission-plugins", disabled);
        enabled.stream().filter(disabled::contains).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "[%s] in enable-admission-plugins and disable-admission-plugins overlapped".formatted(name));
        });
        Map<String, AdmissionPlugin> byName = new HashMap<>();
        available.forEach(plugin -> byName.put(plugin.name(), plugin));
        List<AdmissionPlugin> chain = new ArrayList<>();
        for (String name : ORDER) {
            boolean wanted = enabled.contains(name) || !OFF_BY_DEFAULT.contains(name) && !disabled.contains(name);
            if (wanted && byName.containsKey(name)) {
                chain.add(byName.get(name));
            } else if (enabled.contains(name)) {
                log.warnf("the admission plugin %s has no effect yet", name);
            }
        }
        return chain;
    }

    private static void check(String flag, List<String> names) {
        for (String name : names) {
            if (!ORDER.contains(name)) {
                throw new IllegalArgumentException("%s plugin \"%s\" is unknown".formatted(flag, name));
            }
        }
    }
}
