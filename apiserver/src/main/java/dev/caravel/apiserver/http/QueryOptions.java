package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.Decoded;
import dev.caravel.apiserver.registry.DeleteOptions;
import dev.caravel.apiserver.registry.FieldTracking;
import dev.caravel.apiserver.registry.ListOptions;
import dev.caravel.apiserver.registry.WriteOptions;
import dev.caravel.apiserver.registry.WriteOptions.FieldValidation;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.ManagerNames;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the options of the verbs from query parameters. Pure. */
final class QueryOptions {
    private static final List<String> FIELD_VALIDATIONS = List.of("", "Ignore", "Strict", "Warn");

    private QueryOptions() {}

    static ListOptions list(Call call) {
        return ListParameters.read(call);
    }

    /** Of create, update and delete. */
    static WriteOptions write(Call call) {
        requireValid(kind(call), writeErrors(call));
        return options(call);
    }

    /** Of patch, which for an apply needs a manager and may be forced. */
    static WriteOptions patch(Call call) {
        List<FieldError> errors = new ArrayList<>();
        if (ApplyEndpoint.isApply(call)) {
            if (call.parameter("fieldManager").isEmpty()) {
                errors.add(FieldError.required("fieldManager", "is required for apply patch"));
            }
        } else if (call.query().contains("force")) {
            errors.add(FieldError.forbidden("force", "may not be specified for non-apply patch"));
        }
        errors.addAll(writeErrors(call));
        requireValid("PatchOptions", errors);
        return options(call);
    }

    private static String kind(Call call) {
        return switch (call.info().verb()) {
            case "create" -> "CreateOptions";
            case "update" -> "UpdateOptions";
            case "patch" -> "PatchOptions";
            default -> "DeleteOptions";
        };
    }

    private static List<FieldError> writeErrors(Call call) {
        List<FieldError> errors = new ArrayList<>(ManagerNames.faults("fieldManager", call.parameter("fieldManager")));
        List<String> dryRun = call.query().getAll("dryRun");
        if (!Set.of("All").containsAll(dryRun)) {
            String values = dryRun.stream().map(value -> '"' + value + '"').collect(Collectors.joining(",", "[", "]"));
            errors.add(FieldError.notSupported("dryRun", values, List.of("All")));
        }
        String validation = call.parameter("fieldValidation");
        if (!FIELD_VALIDATIONS.contains(validation)) {
            errors.add(FieldError.notSupported("fieldValidation", '"' + validation + '"', FIELD_VALIDATIONS));
        }
        return errors;
    }

    private static void requireValid(String kind, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Statuses.invalid("meta.k8s.io", kind, "", errors);
        }
    }

    private static WriteOptions options(Call call) {
        return new WriteOptions(
                call.user(),
                call.query().contains("dryRun"),
                fieldValidation(call.parameter("fieldValidation")),
                Decoded.PLAIN,
                FieldTracking.by(FieldManagers.of(call)),
                document(call),
                call.warnings()::add);
    }

    private static ObjectNode document(Call call) {
        ObjectNode document = JsonCodec.object();
        if (call.query().contains("dryRun")) {
            call.query().getAll("dryRun").forEach(document.putArray("dryRun")::add);
        }
        for (String name : List.of("fieldManager", "fieldValidation")) {
            if (!call.parameter(name).isEmpty()) {
                document.put(name, call.parameter(name));
            }
        }
        return document;
    }

    /** From the body, or, when there is none, from the query. */
    static DeleteOptions delete(Call call) {
        ObjectNode options = call.body().length == 0 ? JsonCodec.object() : RequestBody.object(call, "DeleteOptions");
        if (!call.parameter("gracePeriodSeconds").isEmpty()) {
            options.put("gracePeriodSeconds", number(call, "gracePeriodSeconds"));
        }
        if (!call.parameter("propagationPolicy").isEmpty()) {
            options.put("propagationPolicy", call.parameter("propagationPolicy"));
        }
        if (!call.parameter("orphanDependents").isEmpty()) {
            options.put("orphanDependents", RequestInfoParser.isTrue(call.parameter("orphanDependents")));
        }
        return DeleteOptions.of(options);
    }

    private static FieldValidation fieldValidation(String value) {
        return switch (value) {
            case "Ignore" -> FieldValidation.IGNORE;
            case "Strict" -> FieldValidation.STRICT;
            default -> FieldValidation.WARN;
        };
    }

    static long number(Call call, String name) {
        String text = call.parameter(name);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Statuses.badRequest("strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(text));
        }
    }
}
