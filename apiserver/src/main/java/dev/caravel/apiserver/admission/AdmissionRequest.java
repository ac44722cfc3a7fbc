package dev.caravel.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A write on its way to storage.
 *
 * @param subresource empty for the resource itself
 * @param name empty for a create by generateName
 * @param object the new object, which mutating plugins change in place; empty for deletes
 * @param oldObject the stored object, not to be changed; empty for creates
 * @param warn takes the text of a {@code Warning} header
 * @param options of the write, such as {@code CreateOptions}; empty for connections
 * @param reinvocation what of the mutation is to be done again
 */
public record AdmissionRequest(
        Operation operation,
        Resource resource,
        String subresource,
        String namespace,
        String name,
        Optional<ObjectNode> object,
        Optional<ObjectNode> oldObject,
        UserInfo user,
        boolean dryRun,
        Consumer<String> warn,
        Optional<ObjectNode> options,
        Reinvocation reinvocation) {

    /** Of a write without options that matter. */
    public AdmissionRequest(
            Operation operation,
            Resource resource,
            String subresource,
            String namespace,
            String name,
            Optional<ObjectNode> object,
            Optional<ObjectNode> oldObject,
            UserInfo user,
            boolean dryRun,
            Consumer<String> warn) {
        this(
                operation,
                resource,
                subresource,
                namespace,
                name,
                object,
                oldObject,
                user,
                dryRun,
                warn,
                Optional.empty(),
                new Reinvocation());
    }

    /** As in {@code AdmissionReview}. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    /** Whether this is about the named resource itself, not a subresource. */
    public boolean isFor(String group, String plural) {
        return subresource.isEmpty() && isOf(group, plural);
    }

    /** Whether this is about the named resource, or a subresource of it. */
    public boolean isOf(String group, String plural) {
        return resource.id().resource().equals(plural) && resource.id().group().equals(group);
    }

    /** The refusal of this write, for the plugin to throw. */
    public ApiException forbidden(String why) {
        return Statuses.forbidden(resource.id().groupResource(), name, why);
    }
}
