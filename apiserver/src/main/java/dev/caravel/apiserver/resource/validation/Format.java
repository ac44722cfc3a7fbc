package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a value must be like; tells all that is wrong with it, in upstream's words. */
@FunctionalInterface
public interface Format {
    List<String> faults(JsonNode value);
}
