package dev.caravel.apiserver.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;

/** Whether the client of a request is still there; what is done for one that has gone is done for nobody. Thread-safe. */
final class Client {
    /** What a request waits for before it changes anything. */
    interface Wait<T> {
        T get() throws InterruptedException;
    }

    private final List<Runnable> farewells = new ArrayList<>();
    private Thread waiting;
    private boolean gone;

    /** On the request's event loop, before anything else is done with it: then no going is missed. */
    static Client of(HttpServerRequest request) {
        Client client = new Client();
        request.response().closeHandler(_ -> client.leave()).exceptionHandler(_ -> client.leave());
        return client;
    }

    /** From then on it is gone. Its answer's end may count as its going. */
    void leave() {
        List<Runnable> told;
        synchronized (this) {
            gone = true;
            told = List.copyOf(farewells);
            farewells.clear();
            if (waiting != null) {
                waiting.interrupt();
            }
        }
        told.forEach(Runnable::run);
    }

    /** Runs once when the client goes; at once, if it has gone. */
    void onGone(Runnable farewell) {
        synchronized (this) {
            if (!gone) {
                farewells.add(farewell);
                return;
            }
        }
        farewell.run();
    }

    /** @throws InterruptedException when it has gone */
    synchronized void requireThere() throws InterruptedException {
        if (gone) {
            throw new InterruptedException("the client has gone");
        }
    }

    /** Waits as long as the client does; what the wait was for is returned even when it goes at that very moment. */
    <T> T wait(Wait<T> wait) throws InterruptedException {
        synchronized (this) {
            requireThere();
            waiting = Thread.currentThread();
        }
        try {
            return wait.get();
        } finally {
            synchronized (this) {
                waiting = null;
                if (gone) {
                    Thread.interrupted(); // it was for this wait
                }
            }
        }
    }
}
