package dev.caravel.apiserver.kinds;

import dev.caravel.apiserver.admission.policy.PolicyKinds;
import dev.caravel.apiserver.admission.webhook.WebhookConfigurationKinds;
import dev.caravel.apiserver.extension.aggregation.ApiServiceBehavior;
import dev.caravel.apiserver.kinds.certificates.CertificateSigningRequestBehavior;
import dev.caravel.apiserver.kinds.devices.ResourceClaimBehavior;
import dev.caravel.apiserver.kinds.gates.GatedBehavior;
import dev.caravel.apiserver.kinds.namespaces.NamespaceBehavior;
import dev.caravel.apiserver.kinds.pods.PodBehavior;
import dev.caravel.apiserver.kinds.services.ServiceBehavior;
import dev.caravel.apiserver.kinds.storage.PersistentVolumeBehavior;
import dev.caravel.apiserver.kinds.storage.PersistentVolumeClaimBehavior;
import dev.caravel.apiserver.kinds.workloads.AnnotatedDeployment;
import dev.caravel.apiserver.kinds.workloads.DaemonSetBehavior;
import dev.caravel.apiserver.kinds.workloads.JobBehavior;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** All the kinds that do more on writes than their definitions say. */
public final class BuiltInBehaviors {
    private BuiltInBehaviors() {}

    /**
     * @param services made apart, for it must follow the stored Services before the first write
     * @param definitions of CustomResourceDefinitions
     */
    public static List<KindBehavior> all(ServiceBehavior services, KindBehavior definitions, Clock clock) {
        List<KindBehavior> behaviors = new ArrayList<>(PolicyKinds.all());
        behaviors.addAll(WebhookConfigurationKinds.all());
        behaviors.addAll(List.of(
                services,
                definitions,
                new PodBehavior(clock),
                new NamespaceBehavior(),
                new SecretBehavior(),
                new ServiceAccountBehavior(),
                new JobBehavior(),
                new DaemonSetBehavior(),
                new AnnotatedDeployment(),
                new PersistentVolumeBehavior(clock),
                new PersistentVolumeClaimBehavior(),
                new ResourceClaimBehavior(),
                new CertificateSigningRequestBehavior(clock),
                new ApiServiceBehavior(clock)));
        return GatedBehavior.around(behaviors);
    }
}
