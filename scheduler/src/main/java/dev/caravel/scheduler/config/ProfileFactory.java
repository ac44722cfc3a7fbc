package dev.caravel.scheduler.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravel.scheduler.framework.Plugin;
import dev.caravel.scheduler.framework.PluginSet;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.framework.QueueSortPlugin;
import dev.caravel.scheduler.plugins.PluginRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jboss.logging.Logger;

/** Makes the profiles that the configuration asks for. */
public final class ProfileFactory {
    private static final Logger log = Logger.getLogger(ProfileFactory.class);

    /** Upstream's plugins that come later. */
    private static final Set<String> NOT_YET = Set.of(
            "VolumeRestrictions",
            "NodeVolumeLimits",
            "VolumeBinding",
            "VolumeZone",
            "NodeDeclaredFeatures",
            "DynamicResources",
            "GangScheduling");

    private final PluginRegistry registry;

    public ProfileFactory(PluginRegistry registry) {
        this.registry = requireNonNull(registry, "registry is null");
    }

    /** @throws IllegalArgumentException when the profile makes no sense */
    public Profile create(ProfileConfiguration configuration) {
        Map<String, OptionalInt> multiPoint = multiPoint(configuration.multiPoint());
        Map<String, Plugin> plugins = new LinkedHashMap<>();
        Map<String, Integer> weights = new HashMap<>();
        multiPoint.forEach((name, weight) -> {
            if (instantiate(name, configuration, plugins)) {
                weight.ifPresent(value -> weights.put(name, value));
            }
        });
        for (PluginChoice choice : configuration.points().values()) {
            choice.enabled().forEach(reference -> instantiate(reference.name(), configuration, plugins));
        }
        PluginChoice score = configuration.points().getOrDefault(ExtensionPoint.SCORE, PluginChoice.NONE);
        score.enabled()
                .forEach(reference ->
                        weights.put(reference.name(), reference.weight().orElse(1)));
        return new Profile(
                configuration.schedulerName(),
                configuration.percentageOfNodesToScore(),
                new Points(configuration, multiPoint.keySet(), plugins).toPluginSet(weights));
    }

    private static Map<String, OptionalInt> multiPoint(PluginChoice choice) {
        Map<String, OptionalInt> enabled = new LinkedHashMap<>();
        for (PluginRegistry.Default plugin : PluginRegistry.defaults()) {
            if (!choice.disables(plugin.name())) {
                enabled.put(plugin.name(), plugin.weight());
            }
        }
        choice.enabled().forEach(reference -> enabled.put(reference.name(), reference.weight()));
        return enabled;
    }

    private boolean instantiate(String name, ProfileConfiguration configuration, Map<String, Plugin> plugins) {
        if (plugins.containsKey(name)) {
            return true;
        }
        if (!registry.has(name)) {
            if (NOT_YET.contains(name)) {
                log.warnf("plugin %s has no effect yet", name);
                return false;
            }
            throw new IllegalArgumentException("plugin \"" + name + "\" does not exist");
        }
        JsonNode arguments = configuration.pluginArguments().getOrDefault(name, MissingNode.getInstance());
        plugins.put(name, registry.factory(name).create(arguments));
        return true;
    }

    /** Sorts the plugins of one profile by extension point. */
    private record Points(ProfileConfiguration configuration, Set<String> multiPoint, Map<String, Plugin> plugins) {

        PluginSet toPluginSet(Map<String, Integer> weights) {
            List<Plugin> sort = at(ExtensionPoint.QUEUE_SORT);
            if (sort.size() != 1) {
                throw new IllegalArgumentException(
                        "profile " + configuration.schedulerName() + " needs exactly one queue sort plugin");
            }
            List<Plugin> bind = at(ExtensionPoint.BIND);
            if (bind.isEmpty()) {
                throw new IllegalArgumentException(
                        "profile " + configuration.schedulerName() + " needs at least one bind plugin");
            }
            return new PluginSet(
                    typed(ExtensionPoint.PRE_ENQUEUE),
                    (QueueSortPlugin) sort.getFirst(),
                    typed(ExtensionPoint.PRE_FILTER),
                    typed(ExtensionPoint.FILTER),
                    typed(ExtensionPoint.POST_FILTER),
                    typed(ExtensionPoint.PRE_SCORE),
                    typed(ExtensionPoint.SCORE),
                    Map.copyOf(weights),
                    typed(ExtensionPoint.RESERVE),
                    typed(ExtensionPoint.PERMIT),
                    typed(ExtensionPoint.PRE_BIND),
                    typed(ExtensionPoint.BIND),
                    typed(ExtensionPoint.POST_BIND),
                    List.copyOf(plugins.values()));
        }

        /**
         * In order: those enabled both here and for all points, in the order given here; those enabled for all points;
         * the others enabled here.
         */
        private List<Plugin> at(ExtensionPoint point) {
            PluginChoice choice = configuration.points().getOrDefault(point, PluginChoice.NONE);
            Set<String> names = new LinkedHashSet<>();
            choice.enabled().stream()
                    .map(PluginReference::name)
                    .filter(multiPoint::contains)
                    .forEach(names::add);
            multiPoint.stream()
                    .filter(name -> !choice.disables(name))
                    .filter(name -> point.type().isInstance(plugins.get(name)))
                    .forEach(names::add);
            choice.enabled().stream().map(PluginReference::name).forEach(names::add);
            List<Plugin> found = new ArrayList<>();
            for (String name : names) {
                Plugin plugin = plugins.get(name);
                if (plugin != null && !point.type().isInstance(plugin)) {
                    throw new IllegalArgumentException(
                            "plugin \"" + name + "\" does not extend " + point.key() + " plugin");
                }
                if (plugin != null) {
                    found.add(plugin);
                }
            }
            return found;
        }

        @SuppressWarnings("unchecked")
        private <T extends Plugin> List<T> typed(ExtensionPoint point) {
            return (List<T>) List.copyOf(at(point));
        }
    }
}
