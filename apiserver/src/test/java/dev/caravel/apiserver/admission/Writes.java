package dev.caravel.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes on their way through admission, as tests need them: in namespace {@code ns}, of an object {@code x}, by jane. */
public final class Writes {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();

    private Writes() {}

    public static BuiltinCatalog catalog() {
        return CATALOG;
    }

    public static AdmissionRequest create(GroupResource resource, ObjectNode object) {
        return write(Operation.CREATE, resource, "", object, null);
    }

    public static AdmissionRequest create(GroupResource resource, String object) {
        return write(Operation.CREATE, resource, "", Json.object(object), null);
    }

    public static AdmissionRequest create(String resource, String object) {
        return create(new GroupResource("", resource), object);
    }

    public static AdmissionRequest update(String resource, String subresource, String object, String old) {
        return write(
                Operation.UPDATE, new GroupResource("", resource), subresource, Json.object(object), Json.object(old));
    }

    public static AdmissionRequest write(
            Operation operation, GroupResource resource, String subresource, ObjectNode object, ObjectNode old) {
        return write(operation, resource, subresource, object, old, UserInfo.of("jane"), false, _ -> {});
    }

    public static AdmissionRequest dryRun(String resource, String object) {
        return write(
                Operation.CREATE,
                new GroupResource("", resource),
                "",
                Json.object(object),
                null,
                UserInfo.of("jane"),
                true,
                _ -> {});
    }

    /** @param warn takes the warnings */
    public static AdmissionRequest write(
            Operation operation, GroupResource resource, ObjectNode object, ObjectNode old, Consumer<String> warn) {
        return write(operation, resource, "", object, old, UserInfo.of("jane"), false, warn);
    }

    private static AdmissionRequest write(
            Operation operation,
            GroupResource resource,
            String subresource,
            ObjectNode object,
            ObjectNode old,
            UserInfo user,
            boolean dryRun,
            Consumer<String> warn) {
        boolean namespaced = CATALOG.find(resource).orElseThrow().definition().namespaced();
        return new AdmissionRequest(
                operation,
                CATALOG.find(resource).orElseThrow(),
                subresource,
                namespaced ? "ns" : "",
                "x",
                Optional.ofNullable(object),
                Optional.ofNullable(old),
                user,
                dryRun,
                warn);
    }
}
