package dev.caravel.scheduler.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.ResourceNames;
import dev.caravel.scheduler.plugins.podaffinity.AffinityScoreSettings;
import dev.caravel.scheduler.plugins.preemption.PreemptionSettings;
import dev.caravel.scheduler.plugins.resources.IgnoredResources;
import dev.caravel.scheduler.plugins.resources.ScoringStrategy;
import dev.caravel.scheduler.plugins.resources.ScoringStrategy.RequestedToCapacityRatio.Point;
import dev.caravel.scheduler.plugins.resources.WeightedResource;
import dev.caravel.scheduler.plugins.spread.SpreadDefaults;
import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

    static PreemptionSettings preemption(JsonNode arguments) {
        PreemptionSettings defaults = PreemptionSettings.DEFAULT;
        return new PreemptionSettings(
                arguments.path("minCandidateNodesPercentage").asInt(defaults.minPercentage()),
                arguments.path("minCandidateNodesAbsolute").asInt(defaults.minAbsolute()));
    }

    static AffinityScoreSettings affinityScore(JsonNode arguments) {
        AffinityScoreSettings defaults = AffinityScoreSettings.DEFAULT;
        return new AffinityScoreSettings(
                arguments.path("hardPodAffinityWeight").asInt(defaults.hardAffinityWeight()),
                arguments.path("ignorePreferredTermsOfExistingPods").asBoolean());
    }

    static SpreadDefaults spreadDefaults(JsonNode arguments, Function<PodInfo, Optional<ObjectSelector>> likes) {
        String type = arguments.path("defaultingType").asText("System");
        List<TopologySpreadConstraint> constraints = new ArrayList<>();
        arguments
                .path("defaultConstraints")
                .forEach(node -> constraints.add(MAPPER.convertValue(node, TopologySpreadConstraint.class)));
        return switch (type) {
            case "System" -> {
                if (!constraints.isEmpty()) {
                    throw new IllegalArgumentException(
                            "defaultingType: when .defaultingType is System, .defaultConstraints must be empty");
                }
                yield SpreadDefaults.system(likes);
            }
            case "List" -> new SpreadDefaults(constraints, false, likes);
            default -> throw new IllegalArgumentException("defaultingType: Unsupported value: \"" + type + "\"");
        };
    }

    static Optional<NodeAffinity> addedAffinity(JsonNode arguments) {
        JsonNode added = arguments.path("addedAffinity");
        return added.isMissingNode() || added.isNull()
                ? Optional.empty()
                : Optional.of(MAPPER.convertValue(added, NodeAffinity.class));
    }
}
