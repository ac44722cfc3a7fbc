package dev.caravel.scheduler.config;

import java.util.OptionalInt;

/** A plugin enabled at an extension point. */
public record PluginReference(String name, OptionalInt weight) {}
