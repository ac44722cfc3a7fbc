package dev.caravel.apiserver.kinds.services;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides {@code ipFamilyPolicy} and {@code ipFamilies} of a Service from what the user said, what it was before, and
 * what the cluster has (KEP-563).
 *
 * @param configured the families of {@code --service-cluster-ip-range}, the default one first
 */
record IpFamilies(List<String> configured) {
    /** @throws dev.caravel.apiserver.status.ApiException 422 when what the user asks for contradicts itself or the cluster */
    void decide(ServiceView service, Optional<ServiceView> old) {
        if (service.isExternalName()
                || old.filter(before -> staysPreferDualStack(service, before)).isPresent()) {
            return;
        }
        if (service.policy().isEmpty()) {
            service.setText("ipFamilyPolicy", inferredPolicy(service, old));
        }
        refuse(service, ServiceRules.clusterIps(service));
        List<FieldError> errors = new ArrayList<>();
        old.ifPresent(before -> dropOrKeepSecondary(service, before, errors));
        requireFittingPolicy(service, errors);
        inferFromAddresses(service, errors);
        refuse(service, errors);
        if (service.isHeadless() && !service.hasSelector()) {
            fillIn(service, true);
            return;
        }
        refuse(service, contradictionsToCluster(service));
        fillIn(service, configured.size() == 2);
    }

    /** Such a Service follows no later change of the cluster, until its policy or its addresses change. */
    private static boolean staysPreferDualStack(ServiceView service, ServiceView old) {
        return service.policy().equals("PreferDualStack")
                && (old.policy().isEmpty() || old.policy().equals("PreferDualStack"))
                && service.type().equals(old.type())
                && service.clusterIps().equals(old.clusterIps())
                && service.families().equals(old.families());
    }

    private static String inferredPolicy(ServiceView service, Optional<ServiceView> old) {
        Optional<String> before = old.map(ServiceView::policy).filter(policy -> !policy.isEmpty());
        boolean anything = service.isHeadless() && !service.hasSelector();
        return before.orElse(anything ? "RequireDualStack" : "SingleStack");
    }

    private static void dropOrKeepSecondary(ServiceView service, ServiceView old, List<FieldError> errors) {
        if (service.isSingleStack()) {
            if (service.clusterIps().equals(old.clusterIps())) {
                service.setTexts("clusterIPs", first(service.clusterIps()));
            }
            if (service.families().equals(old.families())) {
                service.setTexts("ipFamilies", first(service.families()));
            }
            return;
        }
        if (reduced(service.clusterIps(), old.clusterIps())) {
            errors.add(policyError(service, "must be 'SingleStack' to release the secondary cluster IP"));
        }
        if (reduced(service.families(), old.families())) {
            errors.add(policyError(service, "must be 'SingleStack' to release the secondary IP family"));
        }
    }

    private static boolean reduced(List<String> now, List<String> before) {
        return !now.isEmpty() && now.size() < before.size();
    }

    private static List<String> first(List<String> list) {
        return list.subList(0, Math.min(1, list.size()));
    }

    private static void requireFittingPolicy(ServiceView service, List<FieldError> errors) {
        if (!service.isSingleStack()) {
            return;
        }
        String allowed = "must be 'RequireDualStack' or 'PreferDualStack' when multiple %s are specified";
        if (service.clusterIps().size() == 2) {
            errors.add(policyError(service, allowed.formatted("cluster IPs")));
        }
        if (service.families().size() == 2) {
            errors.add(policyError(service, allowed.formatted("IP families")));
        }
    }

    private void inferFromAddresses(ServiceView service, List<FieldError> errors) {
        List<String> addresses = service.clusterIps();
        List<String> families = new ArrayList<>(service.families());
        for (int i = families.size(); i < addresses.size() && !addresses.get(i).equals(ServiceView.NONE); i++) {
            String family = IpText.familyOf(addresses.get(i));
            if (configured.contains(family)) {
                families.add(family);
            } else {
                errors.add(FieldError.invalid(
                        "spec.clusterIPs[%d]".formatted(i),
                        ServiceRules.json(addresses),
                        family + " is not configured on this cluster"));
            }
        }
        service.setTexts("ipFamilies", families);
    }

    private List<FieldError> contradictionsToCluster(ServiceView service) {
        List<FieldError> errors = new ArrayList<>();
        if (service.policy().equals("RequireDualStack") && configured.size() < 2) {
            errors.add(policyError(service, "this cluster is not configured for dual-stack services"));
        }
        List<String> families = service.families();
        for (int i = 0; i < families.size(); i++) {
            if (!configured.contains(families.get(i))) {
                errors.add(FieldError.invalid(
                        "spec.ipFamilies[%d]".formatted(i),
                        '"' + families.get(i) + '"',
                        "not configured on this cluster"));
            }
        }
        return errors;
    }

    private void fillIn(ServiceView service, boolean both) {
        List<String> families = new ArrayList<>(service.families());
        if (families.isEmpty()) {
            families.add(configured.getFirst());
        }
        if (both && families.size() == 1 && !service.isSingleStack()) {
            families.add(families.getFirst().equals("IPv4") ? "IPv6" : "IPv4");
        }
        service.setTexts("ipFamilies", families);
    }

    private static FieldError policyError(ServiceView service, String detail) {
        return FieldError.invalid("spec.ipFamilyPolicy", '"' + service.policy() + '"', detail);
    }

    private static void refuse(ServiceView service, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Statuses.invalid("", "Service", service.name(), errors);
        }
    }
}
