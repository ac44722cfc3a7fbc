package dev.caravel.scheduler.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.scheduler.framework.Plugin;

/** Makes a plugin for a profile. */
@FunctionalInterface
public interface PluginFactory {
    /**
     * @param arguments the plugin's {@code pluginConfig}; a missing node when there is none
     * @throws IllegalArgumentException when the arguments are not valid
     */
    Plugin create(JsonNode arguments);
}
