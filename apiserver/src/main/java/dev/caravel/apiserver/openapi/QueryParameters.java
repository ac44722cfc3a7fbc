package dev.caravel.apiserver.openapi;

import static java.util.Map.entry;

import java.util.Map;

/** The query parameters of the API: their types and what they mean. */
final class QueryParameters {
    record QueryParameter(String type, String description) {}

    private static final Map<String, QueryParameter> BY_NAME = Map.ofEntries(
            string(
                    "dryRun",
                    "When present, says that modifications should not be persisted. The one valid value is All."),
            string(
                    "fieldManager",
                    "The name of the actor that makes the changes; at most 128 printable characters. Required for apply."),
            string(
                    "fieldValidation",
                    "What becomes of unknown and duplicate fields of the sent object: Ignore drops them, Warn drops them with a"
                            + " warning, Strict fails the request."),
            entry("force", new QueryParameter("boolean", "Apply takes over fields that others own.")),
            entry(
                    "gracePeriodSeconds",
                    new QueryParameter("integer", "Seconds until the object is deleted; 0 is at once.")),
            entry(
                    "ignoreStoreReadErrorWithClusterBreakingPotential",
                    new QueryParameter("boolean", "Delete an object although it cannot be read. Unsafe.")),
            entry("orphanDependents", new QueryParameter("boolean", "Deprecated: use propagationPolicy.")),
            string("propagationPolicy", "What becomes of dependents: Orphan, Background or Foreground."),
            entry("allowWatchBookmarks", new QueryParameter("boolean", "The watch may send events of type BOOKMARK.")),
            string("continue", "Where the server should go on with a list that it gave in part."),
            string("fieldSelector", "Restricts the objects by their fields. Everything by default."),
            string("labelSelector", "Restricts the objects by their labels. Everything by default."),
            entry(
                    "limit",
                    new QueryParameter(
                            "integer", "The most objects that the answer should have; continue gets the rest.")),
            string("resourceVersion", "Which version of the data the request may be served from."),
            string("resourceVersionMatch", "How resourceVersion is applied to list calls: NotOlderThan or Exact."),
            entry(
                    "sendInitialEvents",
                    new QueryParameter("boolean", "A watch starts with the present objects and a bookmark.")),
            entry("timeoutSeconds", new QueryParameter("integer", "How long a list or watch call may last.")),
            entry("watch", new QueryParameter("boolean", "Watch for changes instead of listing.")));

    private QueryParameters() {}

    static QueryParameter named(String name) {
        return BY_NAME.get(name);
    }

    private static Map.Entry<String, QueryParameter> string(String name, String description) {
        return entry(name, new QueryParameter("string", description));
    }
}
