package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A resource as the registry, discovery, patching and admission see it: the definition made executable.
 *
 * <p>Built-in resources and CustomResourceDefinitions both arrive as this. Immutable and thread-safe.
 */
public interface Resource {
    /** Everything that data says of the resource. */
    ResourceDefinition definition();

    /** The type of the whole object, {@code metadata} included. */
    Schema schema();

    /** Whether a CustomResourceDefinition defines it: no strategic merge patch, and a status without metadata. */
    default boolean custom() {
        return false;
    }

    default GroupVersionResource id() {
        return definition().id();
    }

    /** Sets default values in place; idempotent. Applied to what is written and, for stored older objects, to what is read. */
    void applyDefaults(ObjectNode object);

    /** As {@link #applyDefaults(ObjectNode)}, of an object that may have parts of the old one, which have their default values. */
    default void applyDefaults(ObjectNode object, ObjectNode old) {
        applyDefaults(object);
    }

    /**
     * Removes fields that the schema does not have, and nulls, in place; returns the unknown fields' paths for
     * {@code fieldValidation}.
     *
     * @throws dev.caravel.apiserver.status.ApiException 400 when a value is not of its field's type
     */
    List<String> prune(ObjectNode object);

    /** As {@link #prune(ObjectNode)}, of an object that may have parts of the old one, which stay as they are. */
    default List<String> prune(ObjectNode object, ObjectNode old) {
        return prune(object);
    }

    /**
     * Checks a new object by the definition's rules (types, required fields, formats, enums, names …).
     * Metadata is included. Empty means valid.
     */
    List<FieldError> validate(ObjectNode object);

    /**
     * Checks a changed object: {@link #validate} and the rules about change (immutable fields). Of a built-in resource's,
     * parts that are the old object's own (the same node, not an equal one) are not checked again.
     */
    List<FieldError> validateUpdate(ObjectNode object, ObjectNode old);

    /**
     * What clients should hear of a valid object though it is stored.
     *
     * @param old empty on create
     */
    default List<String> warnings(ObjectNode object, Optional<ObjectNode> old) {
        return List.of();
    }

    /** The value of a selectable field ({@code spec.nodeName}) of an object, as a string; empty when the object lacks it. */
    Optional<String> selectableField(ObjectNode object, String field);

    /**
     * The paths ({@code .spec.nodeName}) of all that selectable fields are made of; none when objects are not given to clients
     * as they are stored.
     */
    default Optional<Set<String>> selectablePaths() {
        return Optional.empty();
    }

    /** Where that value comes from: the same for two fields that have, in two versions of an object, the same value. */
    default String selectableSource(String field) {
        return field;
    }

    /** The group and version in which objects are stored: another than the resource's own when versions share a storage. */
    default String storageApiVersion() {
        return id().apiVersion();
    }

    /** The object as it is stored; itself unless {@link #storageApiVersion()} is another version. */
    default ObjectNode toStorage(ObjectNode object) {
        return object;
    }

    /** The object of this version made of the stored one. */
    default ObjectNode fromStorage(ObjectNode stored) {
        return stored;
    }
}
