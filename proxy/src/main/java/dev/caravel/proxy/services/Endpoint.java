package dev.caravel.proxy.services;

/**
 * Where a service port's traffic can go.
 *
 * @param local on this node
 */
public record Endpoint(String ip, int port, boolean ready, boolean serving, boolean terminating, boolean local) {}
