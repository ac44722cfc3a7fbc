package dev.caravel.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The second round of a mutation")
class ReinvocationTest {
    private final Reinvocation reinvocation = new Reinvocation();
    private final Reinvocation.Calls calls = reinvocation.of("webhooks");
    private final ObjectNode object = Json.object("{a: 1}");

    private void call(String hook, boolean repeatable, boolean changing) {
        if (changing) {
            calls.changed();
        }
        calls.called(hook, repeatable);
    }

    @Test
    @DisplayName("is not there when nothing was changed")
    void unchanged() {
        calls.begin(Optional.of(object));
        call("a", true, false);
        calls.end(Optional.of(object));

        assertThat(reinvocation.beginSecondRound()).isFalse();
        assertThat(reinvocation.round()).isZero();
    }

    @Test
    @DisplayName("calls those again that want it and were called before the change")
    void changed() {
        calls.begin(Optional.of(object));
        call("early", true, false);
        call("proud", false, false);
        call("changing", true, true);
        call("late", true, false);
        calls.end(Optional.of(object));

        assertThat(reinvocation.beginSecondRound()).isTrue();
        calls.begin(Optional.of(object));

        assertThat(reinvocation.round()).isEqualTo(1);
        assertThat(calls.isWanted("early")).isTrue();
        assertThat(calls.isWanted("proud")).isFalse();
        assertThat(calls.isWanted("changing")).isFalse();
        assertThat(calls.isWanted("late")).isFalse();
        assertThat(calls.isWanted("never called")).isFalse();
    }

    @Test
    @DisplayName("calls all again that want it when another plugin has changed the object since")
    void changedByOthers() {
        calls.begin(Optional.of(object));
        call("changing", true, true);
        call("late", true, false);
        calls.end(Optional.of(object));
        object.put("a", 2);

        assertThat(reinvocation.beginSecondRound()).isTrue();
        calls.begin(Optional.of(object));

        assertThat(calls.isWanted("changing")).isTrue();
        assertThat(calls.isWanted("late")).isTrue();
    }
}
