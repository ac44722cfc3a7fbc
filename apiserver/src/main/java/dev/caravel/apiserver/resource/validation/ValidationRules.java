package dev.caravel.apiserver.resource.validation;

import java.util.HashMap;
import java.util.Map;

/** The rules that data cannot say, by the names that YAML calls them by. */
final class ValidationRules {
    private static final Map<String, ValidationRule> BY_NAME = new HashMap<>();

    static {
        BY_NAME.putAll(SelectorRules.BY_NAME);
        BY_NAME.putAll(PodRules.BY_NAME);
        BY_NAME.putAll(ContainerRules.BY_NAME);
        BY_NAME.putAll(WorkloadRules.BY_NAME);
        BY_NAME.putAll(NetworkRules.BY_NAME);
        BY_NAME.putAll(DataRules.BY_NAME);
        BY_NAME.putAll(AccessRules.BY_NAME);
        BY_NAME.putAll(VolumeRules.BY_NAME);
        BY_NAME.putAll(StorageRules.BY_NAME);
        BY_NAME.putAll(AutoscalerRules.BY_NAME);
        BY_NAME.putAll(FlowControlRules.BY_NAME);
        BY_NAME.putAll(DeviceRules.BY_NAME);
        BY_NAME.putAll(QuotaRules.BY_NAME);
        BY_NAME.putAll(SliceRules.BY_NAME);
        BY_NAME.putAll(HostRules.BY_NAME);
        BY_NAME.putAll(TrafficRules.BY_NAME);
        BY_NAME.putAll(ProbeRules.BY_NAME);
        BY_NAME.putAll(VolumeMountRules.BY_NAME);
        BY_NAME.putAll(DownwardRules.BY_NAME);
        BY_NAME.putAll(SecurityRules.BY_NAME);
        BY_NAME.putAll(WindowsRules.BY_NAME);
        BY_NAME.putAll(PodClaimRules.BY_NAME);
        BY_NAME.putAll(PodResourceRules.BY_NAME);
        BY_NAME.putAll(LifeRules.BY_NAME);
        BY_NAME.putAll(TolerationRules.BY_NAME);
        BY_NAME.putAll(PodAnnotationRules.BY_NAME);
        BY_NAME.putAll(NetworkVolumeRules.BY_NAME);
        BY_NAME.putAll(JobRules.BY_NAME);
        BY_NAME.putAll(ClaimRules.BY_NAME);
        BY_NAME.putAll(JobPolicyRules.BY_NAME);
        BY_NAME.putAll(WorkloadStatusRules.BY_NAME);
        BY_NAME.putAll(CronRules.BY_NAME);
        BY_NAME.putAll(CertificateRules.BY_NAME);
        BY_NAME.putAll(PlacementRules.BY_NAME);
        BY_NAME.putAll(ServiceFieldRules.BY_NAME);
        BY_NAME.putAll(AddressRules.BY_NAME);
        BY_NAME.putAll(RuntimeClassRules.BY_NAME);
    }

    private ValidationRules() {}

    static ValidationRule named(String name) {
        var rule = BY_NAME.get(name);
        if (rule == null) {
            throw new IllegalArgumentException("no rule of validation is named " + name);
        }
        return rule;
    }
}
