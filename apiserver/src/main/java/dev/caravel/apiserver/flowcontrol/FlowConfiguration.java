package dev.caravel.apiserver.flowcontrol;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfo;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The flow schemas in the order in which they are asked, and the levels that they lead to. Immutable. */
final class FlowConfiguration {
    private final List<FlowSchema> schemas;
    private final Map<String, PriorityLevel> levels;

    FlowConfiguration(Collection<FlowSchema> schemas, Collection<PriorityLevel> levels) {
        this.levels = levels.stream().collect(Collectors.toUnmodifiableMap(PriorityLevel::name, Function.identity()));
        this.schemas = schemas.stream()
                .filter(schema -> this.levels.containsKey(schema.priorityLevel()))
                .sorted(Comparator.comparing(FlowSchema::precedence).thenComparing(FlowSchema::name))
                .toList();
    }

    /** The first that matches; empty only as long as the mandatory objects are not there. */
    Optional<FlowSchema> classify(UserInfo user, RequestInfo info) {
        return schemas.stream().filter(schema -> schema.matches(user, info)).findFirst();
    }

    PriorityLevel level(FlowSchema schema) {
        return levels.get(schema.priorityLevel());
    }

    List<PriorityLevel> levels() {
        return List.copyOf(levels.values());
    }

    boolean hasLevel(String name) {
        return levels.containsKey(name);
    }
}
