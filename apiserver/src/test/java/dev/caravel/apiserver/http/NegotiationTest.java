package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.http.Negotiation.Shape;
import dev.caravel.apiserver.status.ApiException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a client accepts")
class NegotiationTest {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    @Test
    @DisplayName("may be a table of what can be listed")
    void table() {
        assertThat(Negotiation.choose(TABLE, true, false).shape()).isEqualTo(Shape.TABLE);
    }

    @Test
    @DisplayName("cannot be a table of a review, which is never read again")
    void review() {
        assertThat(Negotiation.choose(TABLE + ", application/json", false, false)
                        .shape())
                .isEqualTo(Shape.OBJECT);
        assertThatThrownBy(() -> Negotiation.choose(TABLE, false, false))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(406));
    }
}
