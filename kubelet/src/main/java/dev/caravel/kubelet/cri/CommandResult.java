package dev.caravel.kubelet.cri;

/** How a command in a container ended. */
public record CommandResult(int exitCode, String output) {}
