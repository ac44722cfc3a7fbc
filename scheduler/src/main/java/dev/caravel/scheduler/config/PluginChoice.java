package dev.caravel.scheduler.config;

import java.util.List;
import java.util.Set;

/** What a profile says of one extension point: enabled in order, and disabled ({@code *} for all defaults). */
public record PluginChoice(List<PluginReference> enabled, Set<String> disabled) {
    static final String ALL = "*";
    static final PluginChoice NONE = new PluginChoice(List.of(), Set.of());

    boolean disables(String plugin) {
        return disabled.contains(ALL) || disabled.contains(plugin);
    }
}
