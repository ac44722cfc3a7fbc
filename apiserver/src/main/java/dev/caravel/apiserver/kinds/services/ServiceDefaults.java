package dev.caravel.apiserver.kinds.services;

/** Defaults that depend on other fields of the Service, and so are not in its definition. */
final class ServiceDefaults {
    private static final int SESSION_TIMEOUT_SECONDS = 10_800;

    private ServiceDefaults() {}

    static void apply(ServiceView service) {
        if (service.isExternallyAccessible()) {
            putIfAbsent(service, "externalTrafficPolicy", "Cluster");
        }
        if (!service.isExternalName()) {
            putIfAbsent(service, "internalTrafficPolicy", "Cluster");
        }
        if (service.type().equals("LoadBalancer") && !service.spec().hasNonNull("allocateLoadBalancerNodePorts")) {
            service.spec().put("allocateLoadBalancerNodePorts", true);
        }
        if (service.text("sessionAffinity").equals("ClientIP")
                && !service.object().at("/spec/sessionAffinityConfig/clientIP").hasNonNull("timeoutSeconds")) {
            service.spec().withObject("/sessionAffinityConfig/clientIP").put("timeoutSeconds", SESSION_TIMEOUT_SECONDS);
        }
    }

    private static void putIfAbsent(ServiceView service, String field, String value) {
        if (service.text(field).isEmpty()) {
            service.setText(field, value);
        }
    }
}
