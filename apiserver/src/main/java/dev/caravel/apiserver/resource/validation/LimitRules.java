package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules of one item of a limit range: minimum, default request, default and maximum stand in this order. */
final class LimitRules {
    private static final Set<String> TYPES = Set.of("Pod", "Container", "PersistentVolumeClaim");
    private static final List<String> DEFAULTS = List.of("default", "defaultRequest");

    private LimitRules() {}

    static void check(Subject subject) {
        var type = subject.text("type");
        if (!TYPES.contains(type) && !type.contains("/")) {
            subject.invalid("type", subject.at("type"), "must be a standard limit type or fully qualified");
        }
        if (type.equals("Pod")) {
            DEFAULTS.stream()
                    .filter(field -> !subject.at(field).isEmpty())
                    .forEach(field -> subject.forbidden(field, "may not be specified when `type` is 'Pod'"));
        }
        var resources = new TreeSet<String>();
        for (var field : List.of("max", "min", "default", "defaultRequest")) {
            subject.at(field).fieldNames().forEachRemaining(resources::add);
        }
        for (var resource : resources) {
            ordered(subject, resource, "min", "min value", "max", "max value", "min");
            ordered(subject, resource, "min", "min value", "defaultRequest", "default request value", "defaultRequest");
            ordered(subject, resource, "defaultRequest", "default request value", "max", "max value", "defaultRequest");
            ordered(
                    subject,
                    resource,
                    "defaultRequest",
                    "default request value",
                    "default",
                    "default limit value",
                    "defaultRequest");
            ordered(subject, resource, "min", "min value", "default", "default value", "default");
            ordered(subject, resource, "default", "default value", "max", "max value", "default");
        }
    }

    private static void ordered(
            Subject subject, String resource, String low, String lowName, String high, String highName, String told) {
        var least = subject.at(low).path(resource);
        var most = subject.at(high).path(resource);
        var wrong = ContainerRules.quantity(least)
                .flatMap(small -> ContainerRules.quantity(most).filter(large -> small.compareTo(large) > 0));
        wrong.ifPresent(_ -> subject.errors()
                .add(FieldError.invalid(
                        FieldPath.key(subject.pathOf(told), resource),
                        Values.show(subject.at(told).path(resource)),
                        "%s %s is greater than %s %s".formatted(lowName, least.asText(), highName, most.asText()))));
    }
}
