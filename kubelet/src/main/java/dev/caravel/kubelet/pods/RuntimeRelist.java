package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.CriLabels;
import dev.caravel.kubelet.cri.v1.Container;
import dev.caravel.kubelet.cri.v1.PodSandbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Finds out what has changed in a runtime that does not send events, by listing it each second as Kubernetes specifies
 * (KEP-3386 names the period), and tells whose pod it was.
 */
public final class RuntimeRelist implements AutoCloseable {
    private static final Logger log = Logger.getLogger(RuntimeRelist.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** Upstream's: a runtime that has not been listed for so long makes the node not ready. */
    private static final Duration UNHEALTHY_AFTER = Duration.ofMinutes(3);

    private final ContainerRuntime runtime;
    private final Clock clock;
    private final Consumer<String> changed;
    private final Thread thread;
    private volatile Instant lastSuccess;
    private Map<String, Set<String>> known = Map.of();

    /** @param changed told the uid of each pod of which something began, ended or vanished; of all pods at first */
    public RuntimeRelist(ContainerRuntime runtime, Clock clock, Consumer<String> changed) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.changed = requireNonNull(changed, "changed is null");
        this.lastSuccess = clock.instant();
        this.thread = Thread.ofVirtual().name("relist").unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    public boolean healthy() {
        return lastSuccess.plus(UNHEALTHY_AFTER).isAfter(clock.instant());
    }

    private void loop() {
        try {
            while (true) {
                try {
                    relist();
                    lastSuccess = clock.instant();
                } catch (CriException e) {
                    log.debugf("cannot list the runtime: %s", e.getMessage());
                    runtime.reconnect();
                }
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void relist() {
        Map<String, Set<String>> found = new HashMap<>();
        for (PodSandbox sandbox : runtime.listSandboxes(Map.of())) {
            add(found, sandbox.getLabelsMap(), sandbox.getId() + sandbox.getState());
        }
        for (Container container : runtime.listContainers(Map.of())) {
            add(found, container.getLabelsMap(), container.getId() + container.getState());
        }
        Set<String> uids = new HashSet<>(found.keySet());
        uids.addAll(known.keySet());
        uids.removeIf(uid -> found.getOrDefault(uid, Set.of()).equals(known.getOrDefault(uid, Set.of())));
        known = found;
        uids.forEach(changed);
    }

    private static void add(Map<String, Set<String>> found, Map<String, String> labels, String fact) {
        String uid = labels.get(CriLabels.POD_UID);
        if (uid != null) {
            found.computeIfAbsent(uid, _ -> new HashSet<>()).add(fact);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
