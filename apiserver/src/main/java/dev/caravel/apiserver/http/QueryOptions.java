package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.DeleteOptions;
import dev.caravel.apiserver.registry.ListOptions;
import dev.caravel.apiserver.registry.ListOptions.VersionMatch;
import dev.caravel.apiserver.registry.WriteOptions;
import dev.caravel.apiserver.registry.WriteOptions.FieldValidation;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.machinery.selector.FieldSelector;
import dev.caravel.machinery.selector.LabelSelector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the options of the verbs from query parameters. Pure. */
final class QueryOptions {
    private QueryOptions() {}

    static ListOptions list(Call call) {
        boolean watch = call.info().verb().equals("watch");
        boolean initialEvents = RequestInfoParser.isTrue(call.query().get("sendInitialEvents"));
        Optional<VersionMatch> match = versionMatch(call.parameter("resourceVersionMatch"));
        if (!watch && match.isPresent() && call.parameter("resourceVersion").isEmpty()) {
            throw invalid(
                    "resourceVersionMatch",
                    "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is" + " provided");
        }
        if (watch && match.isPresent() && !initialEvents && !call.query().contains("sendInitialEvents")) {
            throw invalid(
                    "resourceVersionMatch",
                    "Forbidden: resourceVersionMatch is forbidden for watch unless" + " sendInitialEvents is provided");
        }
        return new ListOptions(
                labels(call.parameter("labelSelector")),
                fields(call.parameter("fieldSelector")),
                call.parameter("resourceVersion"),
                match,
                number(call, "limit"),
                call.parameter("continue"),
                RequestInfoParser.isTrue(call.query().get("allowWatchBookmarks")),
                initialEvents,
                call.parameter("timeoutSeconds").isEmpty()
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(number(call, "timeoutSeconds"))));
    }

    static WriteOptions write(Call call) {
        return new WriteOptions(
                call.user(), dryRun(call), fieldValidation(call.parameter("fieldValidation")), call.warnings()::add);
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

    private static boolean dryRun(Call call) {
        List<String> values = call.query().getAll("dryRun");
        for (String value : values) {
            if (!value.equals("All")) {
                throw invalid("dryRun", "Unsupported value: \"" + value + "\": supported values: \"All\"");
            }
        }
        return !values.isEmpty();
    }

    private static FieldValidation fieldValidation(String value) {
        return switch (value) {
            case "", "Warn" -> FieldValidation.WARN;
            case "Ignore" -> FieldValidation.IGNORE;
            case "Strict" -> FieldValidation.STRICT;
            default ->
                throw invalid(
                        "fieldValidation",
                        "Unsupported value: \"" + value + "\": supported values: \"Ignore\", \"Strict\", \"Warn\"");
        };
    }

    private static Optional<VersionMatch> versionMatch(String value) {
        return switch (value) {
            case "" -> Optional.empty();
            case "Exact" -> Optional.of(VersionMatch.EXACT);
            case "NotOlderThan" -> Optional.of(VersionMatch.NOT_OLDER_THAN);
            default ->
                throw invalid(
                        "resourceVersionMatch",
                        "Unsupported value: \"" + value + "\": supported values: \"Exact\", \"NotOlderThan\", \"\"");
        };
    }

    private static RuntimeException invalid(String field, String message) {
        return Statuses.invalid(
                "meta.k8s.io", "ListOptions", "", List.of(new FieldError(FieldError.Type.INVALID, field, message)));
    }

    private static LabelSelector labels(String text) {
        try {
            return LabelSelector.parse(text);
        } catch (IllegalArgumentException e) {
            throw Statuses.badRequest(e.getMessage());
        }
    }

    private static FieldSelector fields(String text) {
        try {
            return FieldSelector.parse(text);
        } catch (IllegalArgumentException e) {
            throw Statuses.badRequest(e.getMessage());
        }
    }

    private static long number(Call call, String name) {
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
