package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.Map;

/** The finer rules of ingresses and network policies. */
final class TrafficRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "ingressPort", TrafficRules::ingressPort,
            "ingressClassOnce", TrafficRules::ingressClassOnce,
            "clusterParameters", TrafficRules::clusterParameters,
            "policyTypes", TrafficRules::policyTypes);

    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
    private static final int LAST_PORT = 65535;

    private TrafficRules() {}

    private static void ingressPort(Subject subject) {
        var name = subject.text("port.name");
        var number = subject.at("port.number").asInt();
        var backend = subject.path().substring(0, subject.path().lastIndexOf('.'));
        if (!name.isEmpty() && number != 0) {
            subject.errors().add(FieldError.invalid(backend, "\"\"", "cannot set both port name & port number"));
        } else if (!name.isEmpty()) {
            Formats.portName(name).forEach(fault -> subject.invalid("port.name", subject.at("port.name"), fault));
        } else if (number == 0) {
            subject.errors().add(FieldError.required(backend, "port name or number is required"));
        } else if (number < 0 || number > LAST_PORT) {
            subject.invalid("port.number", subject.at("port.number"), "must be between 1 and 65535, inclusive");
        }
    }

    /** Checked on creation only: older objects may have both. */
    private static void ingressClassOnce(Subject subject) {
        var annotated = subject.object()
                .path("metadata")
                .path("annotations")
                .path(CLASS_ANNOTATION)
                .asText();
        var named = subject.text("spec.ingressClassName");
        if (subject.old().isEmpty() && !annotated.isEmpty() && !named.isEmpty() && !annotated.equals(named)) {
            subject.errors()
                    .add(FieldError.invalid(
                            FieldPath.child("annotations", CLASS_ANNOTATION),
                            Values.quote(annotated),
                            "must match `ingressClassName` when both are specified"));
        }
    }

    private static void clusterParameters(Subject subject) {
        subject.forbidden("namespace", "`parameters.scope` is set to 'Cluster'");
    }

    private static void policyTypes(Subject subject) {
        var types = subject.at("policyTypes");
        if (types.size() > 2) {
            subject.invalid("policyTypes", types, "may not specify more than two policyTypes");
        }
    }
}
