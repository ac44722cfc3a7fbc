package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;

/** Rules about which fields of Services go with which type. */
final class ServiceFieldRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "serviceAddress", ServiceFieldRules::address,
            "serviceNodePorts", ServiceFieldRules::nodePorts,
            "serviceBalancer", ServiceFieldRules::balancer,
            "serviceExternalTraffic", ServiceFieldRules::externalTraffic,
            "serviceAffinity", ServiceFieldRules::affinity);

    private static final String ONLY_BALANCERS = "may only be used when `type` is 'LoadBalancer'";
    private static final int DAY = 86_400;

    private ServiceFieldRules() {}

    private static boolean isBalancer(Subject spec) {
        return spec.text("type").equals("LoadBalancer");
    }

    private static void address(Subject spec) {
        var type = spec.text("type");
        if (type.equals("ExternalName")) {
            if (!spec.text("clusterIP").isEmpty() || !spec.at("clusterIPs").isEmpty()) {
                spec.forbidden("clusterIPs", "may not be set for ExternalName services");
            }
        } else if (spec.text("clusterIP").equals("None") && !type.equals("ClusterIP")) {
            spec.errors()
                    .add(FieldError.invalid(
                            FieldPath.index(spec.pathOf("clusterIPs"), 0),
                            "\"None\"",
                            "may not be set to 'None' for %s services".formatted(type)));
        }
    }

    private static void nodePorts(Subject spec) {
        var type = spec.text("type");
        for (var i = 0; i < spec.at("ports").size(); i++) {
            if (List.of("ClusterIP", "ExternalName").contains(type)
                    && spec.at("ports").get(i).path("nodePort").asInt() != 0) {
                spec.errors()
                        .add(FieldError.forbidden(
                                FieldPath.index(spec.pathOf("ports"), i) + ".nodePort",
                                "may not be used when `type` is '%s'".formatted(type)));
            }
        }
    }

    /** The capital letter is upstream's. */
    private static void balancer(Subject spec) {
        var ranges = spec.at("loadBalancerSourceRanges");
        var path = spec.pathOf("LoadBalancerSourceRanges");
        for (var i = 0; i < ranges.size(); i++) {
            var at = FieldPath.index(path, i);
            var range = ranges.get(i);
            IpFormats.range(range.asText().strip())
                    .forEach(fault -> spec.errors().add(FieldError.invalid(at, range.toString(), fault)));
        }
        if (!ranges.isEmpty() && !isBalancer(spec)) {
            spec.errors().add(FieldError.forbidden(path, ONLY_BALANCERS));
        }
        if (spec.at("allocateLoadBalancerNodePorts").isBoolean() && !isBalancer(spec)) {
            spec.forbidden("allocateLoadBalancerNodePorts", ONLY_BALANCERS);
        }
        var kind = spec.at("loadBalancerClass");
        if (kind.isTextual() && !isBalancer(spec)) {
            spec.forbidden("loadBalancerClass", ONLY_BALANCERS);
        } else if (kind.isTextual()) {
            Formats.qualifiedName(kind.asText().toLowerCase(java.util.Locale.ROOT))
                    .forEach(fault -> spec.invalid("loadBalancerClass", kind, fault));
        }
    }

    private static void externalTraffic(Subject spec) {
        var type = spec.text("type");
        var accessible = isBalancer(spec)
                || type.equals("NodePort")
                || type.equals("ClusterIP") && !spec.at("externalIPs").isEmpty();
        if (!spec.text("externalTrafficPolicy").isEmpty() && !accessible) {
            spec.invalid(
                    "externalTrafficPolicy",
                    spec.at("externalTrafficPolicy"),
                    "may only be set for externally-accessible services");
        }
        var check = spec.at("healthCheckNodePort");
        if (check.asInt() != 0
                && !(isBalancer(spec) && spec.text("externalTrafficPolicy").equals("Local"))) {
            spec.invalid(
                    "healthCheckNodePort",
                    check,
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        }
    }

    private static void affinity(Subject spec) {
        var seconds = spec.at("sessionAffinityConfig.clientIP.timeoutSeconds");
        if (spec.text("sessionAffinity").equals("ClientIP")
                && seconds.isNumber()
                && (seconds.asInt() <= 0 || seconds.asInt() > DAY)) {
            spec.invalid(
                    "sessionAffinityConfig.clientIP.timeoutSeconds",
                    seconds,
                    "must be greater than 0 and less than " + DAY);
        }
    }
}
