package dev.caravel.machinery.client;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jboss.logging.Logger;

/** Starts informers the way every role wants them: they outlive an API server that is not there yet, or not any more. */
public final class Informers {
    private static final Logger log = Logger.getLogger(Informers.class);

    private Informers() {}

    /**
     * Starts {@code informer}; handlers and indexers must have been added.
     *
     * @param synced called once, when the informer's store has the present state
     */
    public static <T> SharedIndexInformer<T> start(SharedIndexInformer<T> informer, Runnable synced) {
        informer.exceptionHandler((_, failure) -> {
            log.warnf("cannot list or watch %s: %s", informer.getApiTypeClass().getSimpleName(), failure.getMessage());
            return true;
        });
        informer.start().thenRun(synced);
        return informer;
    }
}
