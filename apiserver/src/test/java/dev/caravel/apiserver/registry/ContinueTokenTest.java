package dev.caravel.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.status.ApiException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A continue token")
class ContinueTokenTest {
    @Test
    @DisplayName("goes on at the revision of the first page")
    void consistent() {
        ContinueToken token = ContinueToken.decode(new ContinueToken(7, "b\0").encode());

        assertThat(token.readAt()).isEqualTo(7);
        assertThat(token.start()).isEqualTo("b\0");
    }

    @Test
    @DisplayName("goes on with what there is now, when that revision is gone")
    void inconsistent() {
        ContinueToken token =
                ContinueToken.decode(ContinueToken.inconsistent("b\0").encode());

        assertThat(token.readAt()).isZero();
        assertThat(token.start()).isEqualTo("b\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!", "e30", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MCwic3RhcnQiOiJhIn0"})
    @DisplayName("is refused when this server did not make it")
    void refused(String text) {
        assertThatThrownBy(() -> ContinueToken.decode(text))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("continue key is not valid");
    }

    @Test
    @DisplayName("may have any number of parts, of which the last is no better than the first")
    void manyParts() {
        String start = "a/".repeat(100_000) + "b";

        assertThat(ContinueToken.decode(new ContinueToken(7, start).encode()).start())
                .isEqualTo(start);
        assertThatThrownBy(() -> ContinueToken.decode(new ContinueToken(7, start + "/..").encode()))
                .hasMessageContaining("continue key is not valid");
    }
}
