package dev.caravel.machinery.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The event correlator")
class EventCorrelatorTest {
    private final EventCorrelator correlator = new EventCorrelator(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    @DisplayName("counts the same event instead of writing another")
    void counts() {
        correlator.wrote(created(event("web.1", "Created pod: web-1")));

        EventCorrelator.Outcome outcome = correlator.correlate(event("web.2", "Created pod: web-1"));

        assertThat(outcome).isInstanceOfSatisfying(EventCorrelator.Repeat.class, repeat -> {
            assertThat(repeat.event().getCount()).isEqualTo(2);
            assertThat(repeat.event().getMetadata().getName()).isEqualTo("web.1");
            assertThat(repeat.event().getFirstTimestamp()).isEqualTo("1970-01-01T00:00:00Z");
        });
    }

    @Test
    @DisplayName("combines similar events from the tenth on")
    void combines() {
        for (int i = 0; i < 9; i++) {
            created(event("web." + i, "message " + i));
        }

        EventCorrelator.Outcome outcome = correlator.correlate(event("web.9", "message 9"));

        assertThat(outcome).isInstanceOfSatisfying(EventCorrelator.Create.class, create -> assertThat(
                        create.event().getMessage())
                .isEqualTo("(combined from similar events): message 9"));
    }

    @Test
    @DisplayName("cuts an object off after 25 events at a stretch, and no other")
    void cutsOff() {
        for (int i = 0; i < 25; i++) {
            assertThat(correlator.correlate(event("web." + i, "same"))).isNotInstanceOf(EventCorrelator.Drop.class);
        }

        assertThat(correlator.correlate(event("web.25", "same"))).isInstanceOf(EventCorrelator.Drop.class);
        Event other = new EventBuilder(event("db.1", "same"))
                .editInvolvedObject()
                .withName("db")
                .endInvolvedObject()
                .build();
        assertThat(correlator.correlate(other)).isInstanceOf(EventCorrelator.Create.class);
    }

    private Event created(Event event) {
        EventCorrelator.Create create = (EventCorrelator.Create) correlator.correlate(event);
        return create.event();
    }

    private static Event event(String name, String message) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("ReplicaSet")
                .withNamespace("default")
                .withName("web")
                .endInvolvedObject()
                .withNewSource("replicaset-controller", null)
                .withType("Normal")
                .withReason("SuccessfulCreate")
                .withMessage(message)
                .withCount(1)
                .withFirstTimestamp("1970-01-01T00:00:00Z")
                .build();
    }
}
