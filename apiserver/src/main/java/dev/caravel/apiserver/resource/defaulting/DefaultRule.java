package dev.caravel.apiserver.resource.defaulting;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sets values in an object of one type, in place, as data cannot say. Idempotent. */
@FunctionalInterface
interface DefaultRule {
    void apply(ObjectNode object);
}
