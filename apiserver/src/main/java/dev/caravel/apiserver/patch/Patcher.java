package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;

/** Applies one format of patch. Pure: neither argument is changed, and the result may have parts of them. Thread-safe. */
public interface Patcher {
    /** The request's Content-Type, for example {@code application/merge-patch+json}. */
    String mediaType();

    /**
     * @return another node than {@code current}
     * @throws dev.caravel.apiserver.status.ApiException 400 for a patch that is not one, 422 for one that does not apply
     */
    ObjectNode apply(ObjectNode current, byte[] patch, Schema schema);
}
