package dev.caravel.apiserver.flowcontrol;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.LongRunning;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Flow control without priorities: so many reading and so many mutating requests at once, and no more. */
final class MaxInFlight implements FlowControl {
    private static final Set<String> READING = Set.of("get", "list", "watch");

    private final Semaphore reading;
    private final Semaphore mutating;

    /** @param maxReading 0 for no limit */
    MaxInFlight(int maxReading, int maxMutating) {
        this.reading = new Semaphore(maxReading == 0 ? Integer.MAX_VALUE : maxReading);
        this.mutating = new Semaphore(maxMutating == 0 ? Integer.MAX_VALUE : maxMutating);
    }

    @Override
    public Seat enter(UserInfo user, RequestInfo info, MultiMap query) {
        if (LongRunning.is(info) || user.groups().contains(UserInfo.GROUP_MASTERS)) {
            return Seat.FREE;
        }
        Semaphore permits = READING.contains(info.verb()) ? reading : mutating;
        if (!permits.tryAcquire()) {
            throw Statuses.tooManyRequests("Too many requests, please try again later.", 1);
        }
        AtomicBoolean given = new AtomicBoolean();
        return new Seat() {
            @Override
            public Map<String, String> headers() {
                return Map.of();
            }

            @Override
            public void close() {
                if (given.compareAndSet(false, true)) {
                    permits.release();
                }
            }
        };
    }
}
