package dev.caravel.scheduler.queue;

import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.ClusterEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pods being scheduled now, and what happened meanwhile: an event that came while a pod was on its way might be the
 * very one that it lacks. Not thread-safe.
 */
final class InFlight {
    record Event(ClusterEvent event, Change change) {}

    /** The number of the first event after each pod's departure; in order of departure. */
    private final Map<String, Long> departures = new LinkedHashMap<>();

    private final Deque<Event> events = new ArrayDeque<>();
    private long firstEvent;

    /** Returns false when the pod is under way already. */
    boolean depart(String uid) {
        return departures.putIfAbsent(uid, firstEvent + events.size()) == null;
    }

    boolean contains(String uid) {
        return departures.containsKey(uid);
    }

    void record(ClusterEvent event, Change change) {
        if (!departures.isEmpty()) {
            events.add(new Event(event, change));
        }
    }

    /** What happened since the pod departed. */
    List<Event> eventsFor(String uid) {
        Long departure = departures.get(uid);
        return departure == null
                ? List.of()
                : events.stream().skip(departure - firstEvent).toList();
    }

    void arrive(String uid) {
        departures.remove(uid);
        long needed = departures.isEmpty()
                ? Long.MAX_VALUE
                : departures.values().iterator().next();
        while (firstEvent < needed && !events.isEmpty()) {
            events.remove();
            firstEvent++;
        }
    }

    int pods() {
        return departures.size();
    }

    int recordedEvents() {
        return events.size();
    }
}
