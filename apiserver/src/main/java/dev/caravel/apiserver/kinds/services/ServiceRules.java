package dev.caravel.apiserver.kinds.services;

import dev.caravel.apiserver.resource.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What must hold between the fields of a Service, and between its old and new state. */
final class ServiceRules {
    private static final String CLUSTER_IPS = "spec.clusterIPs";

    private ServiceRules() {}

    /** Strings as upstream prints a list of them. */
    static String json(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
    }

    static List<FieldError> clusterIps(ServiceView service) {
        List<FieldError> errors = new ArrayList<>();
        if (service.isExternalName()) {
            return errors;
        }
        List<String> addresses = service.clusterIps();
        String all = json(addresses);
        if (!service.clusterIp().isEmpty() && addresses.isEmpty()) {
            errors.add(FieldError.required(CLUSTER_IPS, ""));
        } else if (!service.clusterIp().isEmpty() && !addresses.getFirst().equals(service.clusterIp())) {
            errors.add(FieldError.invalid(CLUSTER_IPS, all, "first value must match `clusterIP`"));
        } else if (service.clusterIp().isEmpty() && !addresses.isEmpty()) {
            errors.add(FieldError.invalid(CLUSTER_IPS, all, "must be empty when `clusterIP` is not specified"));
        }
        boolean wellFormed = true;
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(i);
            if (i == 0 && address.equals(ServiceView.NONE)) {
                if (addresses.size() > 1) {
                    wellFormed = false;
                    errors.add(FieldError.invalid(CLUSTER_IPS, all, "'None' must be the first and only value"));
                }
            } else if (IpText.parse(address).isEmpty()) {
                wellFormed = false;
                errors.add(FieldError.invalid(
                        CLUSTER_IPS + "[" + i + "]",
                        '"' + address + '"',
                        "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
            }
        }
        if (addresses.size() > 2) {
            errors.add(FieldError.invalid(CLUSTER_IPS, all, "may only hold up to 2 values"));
        }
        if (wellFormed) {
            requireMatchingFamilies(service, addresses, errors);
        }
        return errors;
    }

    private static void requireMatchingFamilies(ServiceView service, List<String> addresses, List<FieldError> errors) {
        long distinct = addresses.stream().map(IpText::familyOf).distinct().count();
        if (addresses.size() > 1 && distinct < 2) {
            errors.add(FieldError.invalid(
                    CLUSTER_IPS, json(addresses), "may specify no more than one IP for each IP family"));
        }
        List<String> families = service.families();
        for (int i = 0; !service.isHeadless() && i < Math.min(addresses.size(), families.size()); i++) {
            if (!IpText.familyOf(addresses.get(i)).equals(families.get(i))) {
                errors.add(FieldError.invalid(
                        CLUSTER_IPS + "[" + i + "]",
                        '"' + addresses.get(i) + '"',
                        "expected an %s value as indicated by `ipFamilies[%d]`".formatted(families.get(i), i)));
            }
        }
    }

    /** The first address and family stay; the second may come and go. */
    static List<FieldError> update(ServiceView service, ServiceView old) {
        List<FieldError> errors = new ArrayList<>();
        if (service.isExternalName() || old.isExternalName()) {
            return errors;
        }
        if (!(service.isHeadless() && old.isHeadless())) {
            unchanged("spec.clusterIPs", "clusterIP", service.clusterIps(), old.clusterIps(), service, errors);
        }
        if (!service.isHeadless() && !old.isHeadless()) {
            unchanged("spec.ipFamilies", "ipFamily", service.families(), old.families(), service, errors);
        }
        return errors;
    }

    private static void unchanged(
            String field,
            String one,
            List<String> now,
            List<String> before,
            ServiceView service,
            List<FieldError> errors) {
        if (now.isEmpty() && !before.isEmpty()) {
            errors.add(FieldError.invalid(field + "[0]", json(now), "primary %s can not be unset".formatted(one)));
            return;
        }
        for (int i = 0; i < Math.min(now.size(), before.size()); i++) {
            if (!now.get(i).equals(before.get(i))) {
                errors.add(FieldError.invalid(field + "[" + i + "]", json(now), "may not change once set"));
            }
        }
        if (now.size() < before.size() && !service.isSingleStack()) {
            errors.add(FieldError.invalid(
                    "spec.ipFamilyPolicy",
                    service.policy().isEmpty() ? "null" : '"' + service.policy() + '"',
                    "must be set to 'SingleStack' when releasing the secondary " + one));
        }
    }
}
