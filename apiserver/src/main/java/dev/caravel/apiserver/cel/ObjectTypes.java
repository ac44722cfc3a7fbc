package dev.caravel.apiserver.cel;

import java.util.Optional;

/** Types of objects that expressions make: {@code Object.spec{replicas: 1}}, {@code JSONPatch{op: "remove"}}. */
public interface ObjectTypes {
    /** What is known of a type: its fields by name, or nothing at all of them. */
    interface MadeType {
        String name();

        /** The type of a field; empty when there is no such field. */
        Optional<CelType> field(String name);
    }

    Optional<MadeType> find(String name);
}
