package dev.caravel.apiserver.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Shared texts")
class SharedTextsTest {
    private final SharedTexts texts = new SharedTexts();

    @Test
    @DisplayName("are the same for equal ones, single or in maps")
    void same() {
        assertThat(texts.share(new String("kube-system"))).isSameAs(texts.share(new String("kube-system")));
        assertThat(texts.share(Map.of("app", new String("web"))))
                .isSameAs(texts.share(Map.of("app", new String("web"))));
    }

    @Test
    @DisplayName("are right however many there are, and nobody can change them")
    void right() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(texts.share("text " + i)).isEqualTo("text " + i);
            assertThat(texts.share(Map.of("k", "v" + i))).isEqualTo(Map.of("k", "v" + i));
        }
        Map<String, String> shared = texts.share(new HashMap<>(Map.of("a", "b")));

        assertThatThrownBy(() -> shared.put("c", "d")).isInstanceOf(UnsupportedOperationException.class);
    }
}
