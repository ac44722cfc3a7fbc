package dev.caravel.apiserver.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import dev.caravel.apiserver.registry.Creation;
import dev.caravel.apiserver.registry.Decoded;
import dev.caravel.apiserver.registry.FieldTracking;
import dev.caravel.apiserver.registry.Target;
import dev.caravel.apiserver.registry.Update;
import dev.caravel.apiserver.registry.WriteOptions;
import dev.caravel.apiserver.registry.WriteOptions.FieldValidation;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;

/** Answers for server-side apply: the object is created when it is not there. Thread-safe; blocks. */
public final class ApplyEndpoint {
    static final String MEDIA_TYPE = "application/apply-patch+yaml";

    private static final int ATTEMPTS = 5;

    private final CreatePermission permission;
    private final FieldOwnership ownership;
    private final Creation creation;
    private final Update update;

    /** @param permission of who may patch, to create */
    public ApplyEndpoint(CreatePermission permission, FieldOwnership ownership, Creation creation, Update update) {
        this.permission = requireNonNull(permission, "permission is null");
        this.ownership = requireNonNull(ownership, "ownership is null");
        this.creation = requireNonNull(creation, "creation is null");
        this.update = requireNonNull(update, "update is null");
    }

    static boolean isApply(Call call) {
        return RequestBody.patchType(call).equals(MEDIA_TYPE);
    }

    Answer answer(Call call, Target target, Rendering rendering) {
        WriteOptions options = QueryOptions.patch(call).withTracking(FieldTracking.DONE);
        RequestBody body = RequestBody.configuration(call);
        for (int tries = 1; ; tries++) {
            try {
                return rendering.tree(200, change(call, target, body, options));
            } catch (ApiException missing) {
                if (!missing.status().reason().equals("NotFound")
                        || !target.subresource().isEmpty()) {
                    throw missing;
                }
            }
            try {
                return rendering.tree(201, create(call, target, body, options));
            } catch (ApiException present) {
                if (!present.status().reason().equals("AlreadyExists") || tries == ATTEMPTS) {
                    throw present;
                }
            }
        }
    }

    private ObjectNode change(Call call, Target target, RequestBody body, WriteOptions options) {
        ObjectNode configuration = body.object();
        boolean conditional = configuration.path("metadata").hasNonNull("resourceVersion");
        return update.update(
                target,
                present -> {
                    ObjectNode live = present.deepCopy();
                    if (!conditional) {
                        // The configuration is for whatever is there: another write meanwhile is no conflict.
                        live.withObject("/metadata").remove("resourceVersion");
                    }
                    ObjectNode next = ownership.apply(
                            target.resource(),
                            target.subresource(),
                            live,
                            configuration,
                            call.parameter("fieldManager"),
                            isForced(call));
                    judgeDuplicates(body, options);
                    return next;
                },
                options);
    }

    static boolean isForced(Call call) {
        return RequestInfoParser.isTrue(call.query().get("force"));
    }

    /** @throws ApiException 400 when it is to be strict and the configuration says something twice */
    static void judgeDuplicates(RequestBody body, WriteOptions options) {
        List<String> duplicates = body.decoded().duplicates();
        if (duplicates.isEmpty() || options.fieldValidation() == FieldValidation.IGNORE) {
            return;
        }
        if (options.fieldValidation() == FieldValidation.WARN) {
            duplicates.forEach(options.warn());
            return;
        }
        throw Statuses.badRequest(
                "error strict decoding YAML: error converting YAML to JSON: " + Decoded.yamlError(duplicates));
    }

    private ObjectNode create(Call call, Target target, RequestBody body, WriteOptions options) {
        permission.require(call);
        ObjectNode created = ownership.apply(
                target.resource(), "", JsonCodec.object(), body.object(), call.parameter("fieldManager"), false);
        judgeDuplicates(body, options);
        String uid = created.at("/metadata/uid").asText();
        if (!uid.isEmpty()) {
            throw Statuses.conflict(
                    target.groupResource(),
                    target.name(),
                    "uid mismatch: the provided object specified uid %s, and no existing object was found"
                            .formatted(uid));
        }
        created.withObject("/metadata").remove("resourceVersion");
        String name = created.at("/metadata/name").asText();
        if (name.isEmpty()) {
            throw Statuses.badRequest(
                    "the name of the object (%s based on URL) was undeterminable: name must be provided"
                            .formatted(target.name()));
        }
        if (!name.equals(target.name())) {
            throw Statuses.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(name, target.name()));
        }
        return creation.create(target, created, options);
    }
}
