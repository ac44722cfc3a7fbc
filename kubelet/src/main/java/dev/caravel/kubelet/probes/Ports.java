package dev.caravel.kubelet.probes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;

/** Finds the number of a port that may be given by its name. */
public final class Ports {
    private Ports() {}

    /**
     * @throws IllegalArgumentException when the container has no such port
     */
    public static int resolve(IntOrString port, Container container) {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        String name = port.getStrVal();
        for (ContainerPort known : container.getPorts()) {
            if (name.equals(known.getName())) {
                return known.getContainerPort();
            }
        }
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("couldn't find port: " + name, e);
        }
    }
}
