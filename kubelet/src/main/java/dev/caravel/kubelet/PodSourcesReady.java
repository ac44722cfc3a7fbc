package dev.caravel.kubelet;

import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.pods.WakeUps;
import dev.caravel.kubelet.sources.Orphans;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** Holds back the search for orphans until all sources of pods are known: before that, every pod looks like one. */
final class PodSourcesReady {
    private static final Logger log = Logger.getLogger(PodSourcesReady.class);

    private final Set<String> early = new HashSet<>();
    private Orphans orphans;

    /** The runtime has something new of a pod. */
    void changed(String podUid, WakeUps wakeUps) {
        wakeUps.wake(podUid);
        synchronized (this) {
            if (orphans == null) {
                early.add(podUid);
                return;
            }
        }
        adopt(podUid);
    }

    void open(Orphans found) {
        Set<String> waiting;
        synchronized (this) {
            orphans = found;
            waiting = Set.copyOf(early);
            early.clear();
        }
        Thread.ofVirtual().name("orphans").start(() -> {
            waiting.forEach(this::adopt);
            try {
                found.removeDirectories();
            } catch (IOException | CriException e) {
                log.warnf("cannot remove what pods have left: %s", e);
            }
        });
    }

    private void adopt(String podUid) {
        try {
            orphans.adopt(podUid);
        } catch (CriException e) {
            log.warnf("cannot look for pod %s: %s", podUid, e.getMessage());
        }
    }
}
