package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the values of a {@code LabelSelector}, beyond what is checked of every selector. */
public final class SelectorFaults {
    private SelectorFaults() {}

    public static List<FieldError> of(String path, JsonNode selector) {
        List<FieldError> errors = new ArrayList<>();
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            JsonNode values = expressions.get(i).path("values");
            for (int j = 0; j < values.size(); j++) {
                String field = FieldPath.index(FieldPath.index(path + ".matchExpressions", i) + ".values", j);
                String value = values.get(j).asText();
                Formats.labelValue(value)
                        .forEach(fault -> errors.add(FieldError.invalid(
                                field, TextNode.valueOf(value).toString(), fault)));
            }
        }
        return errors;
    }
}
