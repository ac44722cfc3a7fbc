package dev.caravel.scheduler.framework;

import java.util.Optional;

/**
 * The answer of a PostFilter plugin.
 *
 * @param nominatedNode where room is being made; empty text takes a former nomination back, no value leaves it
 */
public record PostFilterResult(Status status, Optional<String> nominatedNode) {}
