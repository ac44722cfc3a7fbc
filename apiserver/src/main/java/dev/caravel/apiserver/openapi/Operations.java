package dev.caravel.apiserver.openapi;

import dev.caravel.apiserver.resource.ResourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The operations that the verbs of a resource come to, at each of its paths. */
final class Operations {
    static final String DELETE_OPTIONS = "k8s.io.apimachinery.pkg.apis.meta.v1.DeleteOptions";
    static final String PATCH = "k8s.io.apimachinery.pkg.apis.meta.v1.Patch";
    static final String STATUS = "k8s.io.apimachinery.pkg.apis.meta.v1.Status";

    private static final List<String> WRITE = List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> APPLY = List.of("dryRun", "fieldManager", "fieldValidation", "force");
    private static final List<String> REMOVE = List.of(
            "dryRun",
            "gracePeriodSeconds",
            "ignoreStoreReadErrorWithClusterBreakingPotential",
            "orphanDependents",
            "propagationPolicy");
    private static final List<String> LIST = List.of(
            "allowWatchBookmarks",
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "timeoutSeconds",
            "watch");

    private Operations() {}

    /** At {@code …/pods}. */
    static List<Operation> collection(ResourceDefinition definition) {
        var operations = new ArrayList<Operation>();
        var verbs = definition.verbs();
        var message = definition.message();
        if (verbs.contains("list")) {
            operations.add(new Operation("get", "list", "list or watch objects of kind", "", message + "List", LIST));
        }
        if (verbs.contains("create")) {
            operations.add(new Operation("post", "post", "create", message, message, WRITE));
        }
        if (verbs.contains("deletecollection")) {
            var query = new ArrayList<>(REMOVE);
            query.addAll(LIST);
            operations.add(new Operation(
                    "delete", "deletecollection", "delete collection of", DELETE_OPTIONS, STATUS, List.copyOf(query)));
        }
        return operations;
    }

    /** At {@code …/pods} of all namespaces. */
    static List<Operation> everywhere(ResourceDefinition definition) {
        return definition.verbs().contains("list")
                ? List.of(new Operation(
                        "get", "list", "list or watch objects of kind", "", definition.message() + "List", LIST))
                : List.of();
    }

    /** At {@code …/pods/{name}} or, with the subresource's verbs and message, below it. */
    static List<Operation> item(Set<String> verbs, String message) {
        var operations = new ArrayList<Operation>();
        if (verbs.contains("get")) {
            operations.add(new Operation("get", "get", "read", "", message, List.of()));
        }
        if (verbs.contains("update")) {
            operations.add(new Operation("put", "put", "replace", message, message, WRITE));
        }
        if (verbs.contains("delete")) {
            operations.add(new Operation("delete", "delete", "delete", DELETE_OPTIONS, STATUS, REMOVE));
        }
        if (verbs.contains("patch")) {
            operations.add(new Operation("patch", "patch", "partially update", PATCH, message, APPLY));
        }
        return operations;
    }

    /** Creating by POST below an object: bindings, evictions, tokens. */
    static List<Operation> creation(String message) {
        return List.of(new Operation("post", "post", "create", message, message, WRITE));
    }
}
