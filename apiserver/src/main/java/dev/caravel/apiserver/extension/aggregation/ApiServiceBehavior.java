package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.validation.Formats;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** APIServices: what this server itself serves is available at once; and the rules that depend on whether it does. */
public final class ApiServiceBehavior implements KindBehavior {
    private static final Pattern VERSION = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final int MAX_LABEL = 63;
    private static final List<String> CONDITION_STATUSES = List.of("True", "False", "Unknown");

    private final Clock clock;

    public ApiServiceBehavior(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public GroupResource resource() {
        return ApiServices.RESOURCE;
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode object) {
        if (!object.at("/spec/service").isObject()) {
            Availability.LOCAL.writeTo(
                    object, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    @Override
    public List<FieldError> validate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        if (context.subresource().equals("status")) {
            validateConditions(object, errors);
            return errors;
        }
        JsonNode spec = object.path("spec");
        validateGroupVersion(spec.path("group").asText(), spec.path("version").asText(), errors);
        if (spec.path("service").isObject()) {
            validateRemote(spec, errors);
        } else {
            validateLocal(spec, errors);
        }
        return errors;
    }

    private static void validateGroupVersion(String group, String version, List<FieldError> errors) {
        if (group.isEmpty() && !version.equals("v1")) {
            errors.add(
                    FieldError.required("spec.group", "only v1 may have an empty group and it better be legacy kube"));
        }
        if (!group.isEmpty()) {
            Formats.dns1123Subdomain(group)
                    .forEach(fault -> errors.add(FieldError.invalid("spec.group", quoted(group), fault)));
        }
        if (version.length() > MAX_LABEL) {
            errors.add(FieldError.invalid("spec.version", quoted(version), "must be no more than 63 characters"));
        }
        if (!VERSION.matcher(version).matches()) {
            errors.add(FieldError.invalid(
                    "spec.version",
                    quoted(version),
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                            + " character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex"
                            + " used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"));
        }
    }

    private static void validateLocal(JsonNode spec, List<FieldError> errors) {
        int length = Base64.getMimeDecoder().decode(spec.path("caBundle").asText()).length;
        if (length > 0) {
            errors.add(FieldError.invalid(
                    "spec.caBundle", quoted(length + " bytes"), "local APIServices may not have a caBundle"));
        }
        if (spec.path("insecureSkipTLSVerify").asBoolean()) {
            errors.add(FieldError.invalid(
                    "spec.insecureSkipTLSVerify", "true", "local APIServices may not have insecureSkipTLSVerify"));
        }
    }

    private static void validateRemote(JsonNode spec, List<FieldError> errors) {
        JsonNode service = spec.path("service");
        for (String field : List.of("namespace", "name")) {
            if (service.path(field).asText().isEmpty()) {
                errors.add(FieldError.required("spec.service." + field, ""));
            }
        }
        int port = service.path("port").asInt();
        if (port < 1 || port > 65_535) {
            errors.add(FieldError.invalid(
                    "spec.service.port",
                    Integer.toString(port),
                    "port is not valid: must be between 1 and 65535, inclusive"));
        }
        if (spec.path("insecureSkipTLSVerify").asBoolean()
                && !spec.path("caBundle").asText().isEmpty()) {
            errors.add(
                    FieldError.invalid("spec.insecureSkipTLSVerify", "true", "may not be true if caBundle is present"));
        }
    }

    private static void validateConditions(ObjectNode object, List<FieldError> errors) {
        int index = 0;
        for (JsonNode condition : object.at("/status/conditions")) {
            String status = condition.path("status").asText();
            if (!CONDITION_STATUSES.contains(status)) {
                errors.add(FieldError.notSupported(
                        "status.conditions[" + index + "].status", quoted(status), CONDITION_STATUSES));
            }
            index++;
        }
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
