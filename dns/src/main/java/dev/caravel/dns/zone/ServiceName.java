package dev.caravel.dns.zone;

/** A service within the cluster. */
public record ServiceName(String namespace, String name) {}
