package dev.caravel.scheduler.watch;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletableFuture;

/**
 * Tells when an informer's handlers have been told of all that the first list held: the store being full is not enough.
 * Add it after the handlers that it vouches for.
 */
final class InitialList<T> implements ResourceEventHandler<T> {
    private final SharedIndexInformer<T> informer;
    private final CompletableFuture<Void> handled = new CompletableFuture<>();
    private long told;
    private long expected = Long.MAX_VALUE;

    InitialList(SharedIndexInformer<T> informer) {
        this.informer = informer;
    }

    CompletableFuture<Void> handled() {
        return handled;
    }

    synchronized void listed() {
        expected = informer.getStore().listKeys().size();
        check();
    }

    @Override
    public synchronized void onAdd(T object) {
        told++;
        check();
    }

    @Override
    public void onUpdate(T before, T after) {
        // Only first sights count.
    }

    @Override
    public void onDelete(T object, boolean stateUnknown) {
        // What was deleted had been added.
    }

    private void check() {
        if (told >= expected) {
            handled.complete(null);
        }
    }
}
