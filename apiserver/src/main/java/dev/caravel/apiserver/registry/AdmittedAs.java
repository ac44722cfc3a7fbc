package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What admission sees of an update through a subresource that shows the object as something else, such as a Scale. */
public interface AdmittedAs {
    String subresource();

    ObjectNode read(ObjectNode object);

    /**
     * The object with what admission has made of its view.
     *
     * @throws dev.caravel.apiserver.status.ApiException when that is not valid
     */
    ObjectNode write(ObjectNode object, ObjectNode seen);
}
