package dev.caravel.proxy;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Tells that something changed, whatever it was: the sync reads the present state from the informers. */
record ChangeHandler(Runnable changed) {
    <T> ResourceEventHandler<T> typed() {
        return new ResourceEventHandler<>() {
            @Override
            public void onNothing() {
                changed.run();
            }

            @Override
            public void onAdd(T object) {
                changed.run();
            }

            @Override
            public void onUpdate(T old, T object) {
                changed.run();
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                changed.run();
            }
        };
    }
}
