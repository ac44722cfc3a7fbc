package dev.caravel.apiserver.resource.conversion;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns objects of a served version into those of the stored version, and back. Pure: the argument is not changed. */
public interface Conversion {
    Conversion NONE = new Conversion() {
        @Override
        public ObjectNode toStorage(ObjectNode object) {
            return object;
        }

        @Override
        public ObjectNode fromStorage(ObjectNode stored) {
            return stored;
        }
    };

    ObjectNode toStorage(ObjectNode object);

    ObjectNode fromStorage(ObjectNode stored);

    /** @param name as the definition's {@code storage.conversion} has it; empty for none */
    static Conversion named(String name) {
        return switch (name) {
            case "" -> NONE;
            case "event" -> new EventConversion();
            case "autoscaler" -> new AutoscalerConversion();
            default -> throw new IllegalArgumentException("no conversion is named " + name);
        };
    }
}
