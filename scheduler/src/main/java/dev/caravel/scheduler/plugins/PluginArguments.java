package dev.caravel.scheduler.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.scheduler.cluster.ResourceNames;
import dev.caravel.scheduler.plugins.resources.IgnoredResources;
import dev.caravel.scheduler.plugins.resources.ScoringStrategy;
import dev.caravel.scheduler.plugins.resources.ScoringStrategy.RequestedToCapacityRatio.Point;
import dev.caravel.scheduler.plugins.resources.WeightedResource;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the arguments of the plugins, with upstream's defaults. */
final class PluginArguments {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ResourceNames names;

    PluginArguments(ResourceNames names) {
        this.names = names;
    }

    ScoringStrategy strategy(JsonNode arguments) {
        JsonNode strategy = arguments.path("scoringStrategy");
        List<WeightedResource> resources = resources(strategy.path("resources"));
        String type = strategy.path("type").asText("LeastAllocated");
        return switch (type) {
            case "LeastAllocated" -> new ScoringStrategy.LeastAllocated(resources);
            case "MostAllocated" -> new ScoringStrategy.MostAllocated(resources);
            case "RequestedToCapacityRatio" ->
                new ScoringStrategy.RequestedToCapacityRatio(
                        resources,
                        shape(strategy.path("requestedToCapacityRatio").path("shape")));
            default -> throw new IllegalArgumentException("scoring strategy " + type + " is not supported");
        };
    }

    private static List<Point> shape(JsonNode node) {
        List<Point> shape = new ArrayList<>();
        for (JsonNode point : node) {
            shape.add(new Point(
                    point.path("utilization").asLong(), point.path("score").asLong()));
            int last = shape.size() - 1;
            if (last > 0 && shape.get(last).utilization() <= shape.get(last - 1).utilization()) {
                throw new IllegalArgumentException("utilization values must be sorted in increasing order");
            }
        }
        if (shape.isEmpty()) {
            throw new IllegalArgumentException("shape: at least one point must be specified");
        }
        return List.copyOf(shape);
    }

    List<WeightedResource> resources(JsonNode node) {
        if (node.isEmpty()) {
            return WeightedResource.CPU_AND_MEMORY;
        }
        List<WeightedResource> resources = new ArrayList<>();
        for (JsonNode resource : node) {
            long weight = resource.path("weight").asLong();
            resources.add(new WeightedResource(names.place(resource.path("name").asText()), weight == 0 ? 1 : weight));
        }
        return List.copyOf(resources);
    }

    static IgnoredResources ignoredResources(JsonNode arguments) {
        return new IgnoredResources(
                texts(arguments.path("ignoredResources")), texts(arguments.path("ignoredResourceGroups")));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return Set.copyOf(texts);
    }

    static Optional<NodeAffinity> addedAffinity(JsonNode arguments) {
        JsonNode added = arguments.path("addedAffinity");
        return added.isMissingNode() || added.isNull()
                ? Optional.empty()
                : Optional.of(MAPPER.convertValue(added, NodeAffinity.class));
    }
}
