package dev.caravel.apiserver.authentication.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.registry.VirtualResource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** {@code SelfSubjectReview}: tells users who they are. */
public final class SelfSubjectReviews implements VirtualResource.Action {
    private final Clock clock;

    public SelfSubjectReviews(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public ObjectNode create(Context context, ObjectNode review) {
        review.withObject("/metadata")
                .put(
                        "creationTimestamp",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        review.putObject("status").set("userInfo", UserStatus.of(context.user()));
        return review;
    }
}
