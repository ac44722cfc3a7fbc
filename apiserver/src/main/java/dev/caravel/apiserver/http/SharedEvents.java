package dev.caravel.apiserver.http;

import dev.caravel.apiserver.http.Negotiation.Representation;
import dev.caravel.apiserver.registry.WatchFeed.Change;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Has an event encoded once for all watches that want it in the same form. Of the last events it knows what the garbage
 * collector has left: watches are seldom further apart than that, and nothing has to be given back. Thread-safe; who wants an
 * event that another is encoding waits for it.
 */
final class SharedEvents {
    private static final int SLOTS = 1 << 10;

    /**
     * What a watch makes of events: two watches with equal forms make the same of the same event.
     *
     * @param second when, if the time of the encoding is to be seen, as in a table's ages; 0 if it is not
     */
    record Form(Resource resource, Representation representation, IncludeObject rows, long second) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Form form
                    && form.resource == resource // a changed definition is another resource
                    && form.representation.equals(representation)
                    && form.rows == rows
                    && form.second == second;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * System.identityHashCode(resource) + representation.hashCode()) + rows.ordinal();
        }
    }

    private static final class Event {
        private final Form form;
        private final Change change;
        private final ReentrantLock encoding = new ReentrantLock();
        private volatile List<byte[]> pieces;

        Event(Form form, Change change) {
            this.form = form;
            this.change = change;
        }

        boolean is(Form other, Change another) {
            return another.object() == change.object() && another.type() == change.type() && other.equals(form);
        }

        List<byte[]> pieces(Supplier<List<byte[]>> encoder) {
            if (pieces == null) {
                encoding.lock();
                try {
                    if (pieces == null) {
                        pieces = encoder.get();
                    }
                } finally {
                    encoding.unlock();
                }
            }
            return pieces;
        }
    }

    private final AtomicReferenceArray<WeakReference<Event>> slots = new AtomicReferenceArray<>(SLOTS);

    /** The event in its form, in pieces that others may have as well. */
    List<byte[]> encoded(Form form, Change change, Supplier<List<byte[]>> encoder) {
        int slot = slot(form, change);
        WeakReference<Event> known = slots.get(slot);
        Event event = known == null ? null : known.get();
        while (event == null || !event.is(form, change)) {
            Event mine = new Event(form, change);
            if (slots.compareAndSet(slot, known, new WeakReference<>(mine))) {
                event = mine;
            } else {
                known = slots.get(slot);
                event = known.get();
            }
        }
        return event.pieces(encoder);
    }

    /** Events that follow each other have slots that follow each other. */
    private static int slot(Form form, Change change) {
        return (form.hashCode() + Long.hashCode(change.object().revision())) & SLOTS - 1;
    }
}
