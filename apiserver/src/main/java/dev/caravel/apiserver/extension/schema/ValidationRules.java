package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import java.util.List;
import java.util.Optional;

/** The {@code x-kubernetes-validations} of a schema and of all that nests in it, compiled. Immutable, thread-safe. */
@FunctionalInterface
public interface ValidationRules {
    /** For schemas without rules. */
    ValidationRules NONE = (path, value, old) -> List.of();

    /**
     * Checks a value that the schema's other keywords have found valid.
     *
     * @param path of the value; empty for a whole object
     * @param old before the change, when there is one: transition rules compare, and what has not changed is tolerated
     *     (KEP-4008)
     */
    List<FieldError> check(String path, JsonNode value, Optional<JsonNode> old);

    /** Makes rules of schemas; implemented by the CEL engine. Thread-safe. */
    interface Compiler {
        /** Knows no rules; for tests of everything else. */
        Compiler NONE = new Compiler() {
            @Override
            public ValidationRules compile(StructuralSchema schema, boolean resourceRoot) {
                return ValidationRules.NONE;
            }

            @Override
            public List<FieldError> faults(String path, StructuralSchema schema, Optional<ObjectNode> oldDefinition) {
                return List.of();
            }
        };

        /**
         * @param resourceRoot whether values are whole Kubernetes objects, with {@code apiVersion}, {@code kind} and
         *     {@code metadata} even where the schema does not tell of them
         */
        ValidationRules compile(StructuralSchema schema, boolean resourceRoot);

        /**
         * What is wrong with the rules that a CRD version brings: syntax, types, estimated cost, {@code oldSelf} where
         * elements cannot be told apart.
         *
         * @param path of the version's {@code openAPIV3Schema}
         * @param oldDefinition the CustomResourceDefinition before the change: its expressions and costs are tolerated
         */
        List<FieldError> faults(String path, StructuralSchema schema, Optional<ObjectNode> oldDefinition);
    }
}
