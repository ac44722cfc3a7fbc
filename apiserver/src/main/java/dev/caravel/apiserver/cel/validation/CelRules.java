package dev.caravel.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.ValidationRules;
import dev.caravel.apiserver.resource.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code x-kubernetes-validations} by CEL. Thread-safe. */
public final class CelRules implements ValidationRules.Compiler {
    private static final String KEYWORD = "x-kubernetes-validations";

    @Override
    public ValidationRules compile(StructuralSchema schema, boolean resourceRoot) {
        return RuleTree.of(schema, resourceRoot)
                .<ValidationRules>map(tree -> (path, value, old) -> RuleCheck.check(tree, path, value, old))
                .orElse(ValidationRules.NONE);
    }

    @Override
    public List<FieldError> faults(String path, StructuralSchema schema, Optional<ObjectNode> oldDefinition) {
        Set<JsonNode> present = new HashSet<>();
        oldDefinition.ifPresent(old -> present.addAll(old.findValues(KEYWORD)));
        List<JsonNode> wanted = schema.source().findValues(KEYWORD);
        if (wanted.isEmpty()) {
            return List.of();
        }
        return RuleFaults.of(path, schema, !present.containsAll(wanted));
    }
}
