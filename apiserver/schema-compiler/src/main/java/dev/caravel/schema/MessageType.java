package dev.caravel.schema;

import java.util.List;

/**
 * A type as it stands in JSON.
 *
 * @param atomic {@code +structType=atomic}: whoever applies it owns it whole
 */
record MessageType(String name, String description, boolean atomic, List<FieldType> fields) {}
