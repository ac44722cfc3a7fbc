package dev.caravel.kubelet.cri;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that the runtime has of one pod, newest first: the facts that a worker decides upon.
 *
 * @param containers of all sandboxes
 */
public record RuntimePod(List<RuntimeSandbox> sandboxes, List<RuntimeContainer> containers) {
    public static final RuntimePod NONE = new RuntimePod(List.of(), List.of());

    public RuntimePod {
        sandboxes = sandboxes.stream()
                .sorted(Comparator.comparing(RuntimeSandbox::createdAt)
                        .thenComparing(RuntimeSandbox::attempt)
                        .reversed())
                .toList();
        containers = containers.stream()
                .sorted(Comparator.comparing(RuntimeContainer::createdAt)
                        .thenComparing(RuntimeContainer::restartCount)
                        .reversed())
                .toList();
    }

    /** The newest sandbox, if it is ready. */
    public Optional<RuntimeSandbox> readySandbox() {
        return sandboxes.stream().findFirst().filter(RuntimeSandbox::ready);
    }

    /** The newest try of a container. */
    public Optional<RuntimeContainer> latest(String name) {
        return containers.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** The try before the newest. */
    public Optional<RuntimeContainer> previous(String name) {
        return containers.stream().filter(c -> c.name().equals(name)).skip(1).findFirst();
    }

    public List<RuntimeContainer> running() {
        return containers.stream().filter(RuntimeContainer::running).toList();
    }

    public boolean isEmpty() {
        return sandboxes.isEmpty() && containers.isEmpty();
    }
}
