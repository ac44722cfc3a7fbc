package dev.caravel.apiserver.flowcontrol;

import dev.caravel.apiserver.http.RequestInfo;
import io.vertx.core.MultiMap;
import java.time.Duration;

/**
 * How much of the server a request takes; the numbers are upstream's (KEP-1040).
 *
 * @param seats while it is served
 * @param finalSeats after that, for the watches that are told of a write
 * @param finalTime how long those are taken
 */
record WorkEstimate(int seats, int finalSeats, Duration finalTime) {
    private static final WorkEstimate ONE = new WorkEstimate(1, 0, Duration.ZERO);
    private static final int OBJECTS_PER_SEAT = 100;
    private static final int WATCHES_PER_SEAT = 10;
    private static final int MAX_SEATS = 10;
    private static final Duration EVENT_TIME = Duration.ofMillis(5);

    /** How many objects and watches a resource has. */
    interface Load {
        int objects(RequestInfo info);

        int watches(RequestInfo info);
    }

    /** @param widest the most seats that one request may have */
    static WorkEstimate of(RequestInfo info, MultiMap query, Load load, int widest) {
        if (!info.isResourceRequest()) {
            return ONE;
        }
        int most = Math.min(MAX_SEATS, widest);
        return switch (info.verb()) {
            case "list" -> new WorkEstimate(listSeats(info, load, most), 0, Duration.ZERO);
            case "watch" ->
                beginsWithList(query) ? new WorkEstimate(listSeats(info, load, most), 0, Duration.ZERO) : ONE;
            case "create", "update", "patch", "delete" -> write(info, load, most);
            default -> ONE;
        };
    }

    private static boolean beginsWithList(MultiMap query) {
        String version = query.get("resourceVersion");
        return "true".equals(query.get("sendInitialEvents"))
                || version == null
                || version.isEmpty()
                || version.equals("0");
    }

    private static int listSeats(RequestInfo info, Load load, int most) {
        return info.name().isEmpty() ? Math.clamp(Math.ceilDiv(load.objects(info), OBJECTS_PER_SEAT), 1, most) : 1;
    }

    private static WorkEstimate write(RequestInfo info, Load load, int most) {
        int watches = info.subresource().equals("token") ? 0 : load.watches(info);
        if (watches < WATCHES_PER_SEAT) {
            return ONE;
        }
        int wanted = Math.ceilDiv(watches, WATCHES_PER_SEAT);
        int seats = Math.min(wanted, most);
        return new WorkEstimate(1, seats, EVENT_TIME.multipliedBy(wanted).dividedBy(seats));
    }
}
