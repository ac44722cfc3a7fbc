package dev.caravel.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.Resource;
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
        Consumer<String> warn) {

    /** As in {@code AdmissionReview}. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }
}
