package dev.caravel.apiserver.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.conversion.Conversion;

/** Finds the conversion that a CustomResourceDefinition wants between two of its versions. */
@FunctionalInterface
public interface ConversionFactory {
    Conversion conversion(ObjectNode crd, String served, String stored);

    /** {@code None}, and nothing else. */
    static Conversion rewrite(ObjectNode crd, String served, String stored) {
        String group = crd.at("/spec/group").asText();
        return new ApiVersionRewrite(group + "/" + served, group + "/" + stored);
    }
}
