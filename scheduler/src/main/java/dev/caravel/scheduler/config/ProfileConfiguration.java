package dev.caravel.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.OptionalInt;

/** One profile as configured. */
public record ProfileConfiguration(
        String schedulerName,
        OptionalInt percentageOfNodesToScore,
        PluginChoice multiPoint,
        Map<ExtensionPoint, PluginChoice> points,
        Map<String, JsonNode> pluginArguments) {}
