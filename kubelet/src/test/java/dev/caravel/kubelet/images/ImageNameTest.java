package dev.caravel.kubelet.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The name of an image")
class ImageNameTest {
    @ParameterizedTest(name = "{0} is {1} of {2}")
    @DisplayName("gets the tag latest when it has none, and tells its registry")
    @CsvSource({
        "busybox,busybox:latest,docker.io",
        "busybox:1.36,busybox:1.36,docker.io",
        "library/busybox,library/busybox:latest,docker.io",
        "registry.k8s.io/pause:3.10.2,registry.k8s.io/pause:3.10.2,registry.k8s.io",
        "localhost:5000/a/b,localhost:5000/a/b:latest,localhost:5000",
        "localhost/a,localhost/a:latest,localhost",
        "a@sha256:0123456789abcdef0123456789abcdef,a@sha256:0123456789abcdef0123456789abcdef,docker.io",
    })
    void parsed(String text, String expected, String domain) {
        assertThat(ImageName.parse(text)).hasValueSatisfying(name -> {
            assertThat(name).hasToString(expected);
            assertThat(name.domain()).isEqualTo(domain);
        });
    }

    @ParameterizedTest
    @DisplayName("is none with capitals, blanks or empty parts")
    @ValueSource(strings = {"", "BAD", "a b", "a::1", "a:", "/a", "a//b"})
    void invalid(String text) {
        assertThat(ImageName.parse(text)).isEmpty();
    }
}
