package dev.caravel.apiserver.streaming;

/** Where a node's kubelet serves HTTPS. */
public record KubeletAddress(String host, int port) {}
