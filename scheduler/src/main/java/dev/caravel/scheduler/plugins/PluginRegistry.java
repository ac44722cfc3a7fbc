package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cycle.PodApi;
import dev.caravel.scheduler.plugins.affinity.NodeAffinityPlugin;
import dev.caravel.scheduler.plugins.podaffinity.InterPodAffinity;
import dev.caravel.scheduler.plugins.preemption.DefaultPreemption;
import dev.caravel.scheduler.plugins.preemption.DisruptionBudgets;
import dev.caravel.scheduler.plugins.resources.NodeResourcesBalancedAllocation;
import dev.caravel.scheduler.plugins.resources.NodeResourcesFit;
import dev.caravel.scheduler.plugins.spread.PodTopologySpread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** The plugins there are, and which of them are on by default, in order and with their weights. */
public final class PluginRegistry {
    /** A plugin that is on by default. */
    public record Default(String name, OptionalInt weight) {}

    private final Map<String, PluginFactory> factories = new LinkedHashMap<>();

    public PluginRegistry(ClusterCache cache, PodApi api, Surroundings surroundings, RandomGenerator random) {
        PluginArguments arguments = new PluginArguments(cache.resourceNames());
        factories.put("SchedulingGates", _ -> new SchedulingGates());
        factories.put("PrioritySort", _ -> new PrioritySort());
        factories.put("NodeUnschedulable", _ -> new NodeUnschedulable());
        factories.put("NodeName", _ -> new NodeName());
        factories.put("TaintToleration", _ -> new TaintToleration());
        factories.put(
                "NodeAffinity", args -> new NodeAffinityPlugin(cache.symbols(), PluginArguments.addedAffinity(args)));
        factories.put("NodePorts", _ -> new NodePorts());
        factories.put(
                "NodeResourcesFit",
                args -> new NodeResourcesFit(
                        cache.resourceNames(), arguments.strategy(args), PluginArguments.ignoredResources(args)));
        factories.put(
                "NodeResourcesBalancedAllocation",
                args -> new NodeResourcesBalancedAllocation(arguments.resources(args.path("resources"))));
        factories.put(
                "PodTopologySpread",
                args -> new PodTopologySpread(
                        cache.symbols(), PluginArguments.spreadDefaults(args, surroundings::likesOf)));
        factories.put(
                "InterPodAffinity",
                args -> new InterPodAffinity(
                        cache.symbols(), surroundings::namespaceLabels, PluginArguments.affinityScore(args)));
        factories.put(
                "DefaultPreemption",
                args -> new DefaultPreemption(
                        PluginArguments.preemption(args),
                        new DisruptionBudgets(surroundings::disruptionBudgets),
                        random));
        factories.put("ImageLocality", _ -> new ImageLocality());
        factories.put("DefaultBinder", _ -> new DefaultBinder(api));
    }

    public boolean has(String plugin) {
        return factories.containsKey(plugin);
    }

    public PluginFactory factory(String plugin) {
        return factories.get(plugin);
    }

    public static List<Default> defaults() {
        return List.of(
                unweighted("SchedulingGates"),
                unweighted("PrioritySort"),
                unweighted("NodeUnschedulable"),
                unweighted("NodeName"),
                new Default("TaintToleration", OptionalInt.of(3)),
                new Default("NodeAffinity", OptionalInt.of(2)),
                unweighted("NodePorts"),
                new Default("NodeResourcesFit", OptionalInt.of(1)),
                new Default("PodTopologySpread", OptionalInt.of(2)),
                new Default("InterPodAffinity", OptionalInt.of(2)),
                unweighted("DefaultPreemption"),
                new Default("NodeResourcesBalancedAllocation", OptionalInt.of(1)),
                new Default("ImageLocality", OptionalInt.of(1)),
                unweighted("DefaultBinder"));
    }

    private static Default unweighted(String name) {
        return new Default(name, OptionalInt.empty());
    }
}
