package dev.caravel.apiserver.http;

import dev.caravel.apiserver.registry.ListOptions;
import dev.caravel.apiserver.registry.ListOptions.VersionMatch;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.machinery.selector.FieldSelector;
import dev.caravel.machinery.selector.LabelSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@link ListOptions} from query parameters, and tells of all that does not go together in upstream's words. Pure. */
final class ListParameters {
    private static final String MATCH = "resourceVersionMatch";
    private static final String INITIAL_EVENTS = "sendInitialEvents";
    private static final String EXACT = "Exact";
    private static final String NOT_OLDER_THAN = "NotOlderThan";

    private final String version;
    private final boolean goesOn;
    private final String match;
    private final Optional<Boolean> initialEvents;
    private final List<FieldError> errors = new ArrayList<>();

    private ListParameters(Call call, boolean watch) {
        version = call.parameter("resourceVersion");
        goesOn = !call.parameter("continue").isEmpty();
        Optional<Boolean> told =
                Optional.ofNullable(call.query().get(INITIAL_EVENTS)).map(RequestInfoParser::isTrue);
        String toldMatch = call.parameter(MATCH);
        boolean anywhere = version.isEmpty() || version.equals("0");
        boolean defaults = watch && anywhere && told.isEmpty() && toldMatch.isEmpty();
        initialEvents = defaults ? Optional.of(true) : told;
        match = defaults ? NOT_OLDER_THAN : toldMatch;
    }

    static ListOptions read(Call call) {
        boolean watch = call.info().verb().equals("watch");
        ListParameters parameters = new ListParameters(call, watch);
        if (watch) {
            parameters.checkWatch();
        } else {
            parameters.checkList();
        }
        if (!parameters.errors.isEmpty()) {
            throw Statuses.invalid("meta.k8s.io", "ListOptions", "", parameters.errors);
        }
        return new ListOptions(
                selector(call.parameter("labelSelector"), LabelSelector::parse),
                selector(call.parameter("fieldSelector"), FieldSelector::parse),
                parameters.version,
                parameters.versionMatch(),
                QueryOptions.number(call, "limit"),
                call.parameter("continue"),
                RequestInfoParser.isTrue(call.query().get("allowWatchBookmarks")),
                parameters.initialEvents,
                call.parameter("timeoutSeconds").isEmpty()
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(QueryOptions.number(call, "timeoutSeconds"))));
    }

    private void checkList() {
        if (!match.isEmpty()) {
            if (version.isEmpty()) {
                forbid(MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided");
            }
            checkContinue();
            requireMatch(List.of(EXACT, NOT_OLDER_THAN, ""));
            if (match.equals(EXACT) && version.equals("0")) {
                forbid(MATCH, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }
        if (initialEvents.isPresent()) {
            forbid(INITIAL_EVENTS, "sendInitialEvents is forbidden for list");
        }
    }

    private void checkWatch() {
        if (initialEvents.isPresent() && !match.equals(NOT_OLDER_THAN)) {
            forbid(MATCH, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (!match.isEmpty()) {
            if (initialEvents.isEmpty()) {
                forbid(MATCH, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
            }
            requireMatch(List.of(NOT_OLDER_THAN));
            checkContinue();
        }
    }

    private void checkContinue() {
        if (goesOn) {
            forbid(MATCH, "resourceVersionMatch is forbidden when continue is provided");
        }
    }

    private void requireMatch(List<String> supported) {
        if (!supported.contains(match)) {
            errors.add(FieldError.notSupported(MATCH, '"' + match + '"', supported));
        }
    }

    private void forbid(String field, String detail) {
        errors.add(FieldError.forbidden(field, detail));
    }

    private Optional<VersionMatch> versionMatch() {
        return switch (match) {
            case EXACT -> Optional.of(VersionMatch.EXACT);
            case NOT_OLDER_THAN -> Optional.of(VersionMatch.NOT_OLDER_THAN);
            default -> Optional.empty();
        };
    }

    private static <T> T selector(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw Statuses.badRequest(e.getMessage());
        }
    }
}
