package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A CRD's spec as errors tell of it: what all versions have alike stands at the top, as it did before there were
 * versions; {@code spec.versions[0].schema} is {@code spec.validation} then.
 *
 * @param shared what stands at the top: what all versions have the same, or none
 */
record HoistedSpec(List<JsonNode> versions, Set<Shared> shared) {
    /** What versions may share, and its name at the top. */
    enum Shared {
        SCHEMA("schema", "validation"),
        SUBRESOURCES("subresources", "subresources"),
        COLUMNS("additionalPrinterColumns", "additionalPrinterColumns"),
        SELECTABLE_FIELDS("selectableFields", "selectableFields");

        private final String ofVersion;
        private final String ofSpec;

        Shared(String ofVersion, String ofSpec) {
            this.ofVersion = ofVersion;
            this.ofSpec = ofSpec;
        }
    }

    /**
     * A value and its path.
     *
     * @param version the index of its version; -1 for all
     */
    record Part(String path, JsonNode value, int version) {}

    static HoistedSpec of(ObjectNode definition) {
        List<JsonNode> versions = new ArrayList<>();
        definition.path("spec").path("versions").forEach(versions::add);
        Set<Shared> shared = EnumSet.noneOf(Shared.class);
        for (Shared one : Shared.values()) {
            JsonNode first = versions.isEmpty() ? MissingNode.getInstance() : value(versions.getFirst(), one);
            if (versions.stream().allMatch(version -> value(version, one).equals(first))) {
                shared.add(one);
            }
        }
        return new HoistedSpec(List.copyOf(versions), shared);
    }

    boolean isShared(Shared one) {
        return shared.contains(one);
    }

    /** The values that are there. */
    List<Part> parts(Shared shared) {
        if (versions.isEmpty()) {
            return List.of();
        }
        List<Part> parts = isShared(shared)
                ? List.of(new Part("spec." + shared.ofSpec, value(versions.getFirst(), shared), -1))
                : IntStream.range(0, versions.size())
                        .mapToObj(i -> new Part(
                                FieldPath.index("spec.versions", i) + "." + shared.ofVersion,
                                value(versions.get(i), shared),
                                i))
                        .toList();
        return parts.stream().filter(part -> !part.value().isMissingNode()).toList();
    }

    /** Missing when it is empty, too. */
    private static JsonNode value(JsonNode version, Shared shared) {
        JsonNode value = version.path(shared.ofVersion);
        return value.isNull() || value.isArray() && value.isEmpty() ? MissingNode.getInstance() : value;
    }

    /** Whether the version, or any of them for -1, has the subresource {@code status}. */
    boolean hasStatus(int version) {
        return version < 0 ? versions.stream().anyMatch(HoistedSpec::hasStatus) : hasStatus(versions.get(version));
    }

    private static boolean hasStatus(JsonNode version) {
        return !version.at("/subresources/status").isMissingNode();
    }
}
