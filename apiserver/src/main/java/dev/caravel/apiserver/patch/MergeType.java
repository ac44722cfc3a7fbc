package dev.caravel.apiserver.patch;

import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.status.Statuses;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tells how the members of a JSON object merge. */
interface MergeType {
    /** Where nothing is known, objects merge and lists are replaced. */
    MergeType FREE_FORM = name -> new Member(List.of(), Optional.empty(), MergeType.FREE_FORM);

    /**
     * @param strategies of {@code merge}, {@code replace}, {@code retainKeys}
     * @param mergeKey of lists of objects
     * @param type of the object, or of the list's elements
     */
    record Member(List<String> strategies, Optional<String> mergeKey, MergeType type) {
        boolean merges() {
            return strategies.contains("merge");
        }

        boolean replaces() {
            return strategies.contains("replace");
        }
    }

    Member member(String name);

    static MergeType of(Schema schema) {
        return name -> schema.field(name)
                .map(MergeType::member)
                .orElseThrow(
                        () -> Statuses.unclassified("unable to find api field in struct %s for the json field \"%s\""
                                .formatted(simpleName(schema), name)));
    }

    private static Member member(Schema.Field field) {
        MergeType value = field.type().map(MergeType::of).orElse(FREE_FORM);
        List<String> strategies = field.patchStrategy()
                .map(text -> Arrays.asList(text.split(",")))
                .orElse(List.of());
        if (field.cardinality() == Cardinality.MAP) {
            MergeType values = key -> new Member(List.of(), Optional.empty(), value);
            return new Member(strategies, Optional.empty(), values);
        }
        return new Member(strategies, field.patchMergeKey(), value);
    }

    private static String simpleName(Schema schema) {
        return schema.name().substring(schema.name().lastIndexOf('.') + 1);
    }
}
