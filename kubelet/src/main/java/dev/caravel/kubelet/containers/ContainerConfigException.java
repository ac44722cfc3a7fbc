package dev.caravel.kubelet.containers;

/** A container's configuration cannot be made, now or ever; becomes CreateContainerConfigError. */
public final class ContainerConfigException extends RuntimeException {
    public ContainerConfigException(String message) {
        super(message);
    }
}
