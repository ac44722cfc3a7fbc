package dev.caravel.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stored object that copies are made of")
class SeedTest {
    private static final String PREFIX = "/registry/pods/bench/";
    private static final String NAME = Seed.name("pod", 0);
    private static final UUID OLD = new UUID(1, 2);
    private static final UUID NEW = new UUID(3, 4);

    private static Seed seed(String value) {
        return new Seed(PREFIX + NAME, value.getBytes(ISO_8859_1), NAME);
    }

    @Test
    @DisplayName(
            "gives its copies another name and another UID, wherever these stand, and leaves each byte else as it is")
    void copies() {
        String form = "k8s\0\u00ff\u0080%s\u0001%s\n%1$s";

        Seed copy = seed(form.formatted(NAME, OLD)).copy(Seed.name("pod", 149_999), NEW);

        assertThat(copy.key()).isEqualTo(PREFIX + "pod-0149999");
        assertThat(new String(copy.value(), ISO_8859_1)).isEqualTo(form.formatted("pod-0149999", NEW));
    }

    @Test
    @DisplayName("takes no name of another length: the lengths that protobuf writes down would be wrong")
    void length() {
        Seed seed = seed(NAME);

        assertThatThrownBy(() -> seed.copy("pod-1", NEW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("has to stand under its name")
    void key() {
        byte[] value = {};

        assertThatThrownBy(() -> new Seed("/registry/pods/bench/other", value, NAME))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
