package dev.caravel.apiserver.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A redirect of a proxied server")
class ProxyPathTest {
    private static final ProxyPath PATH =
            new ProxyPath("/api/v1/namespaces/a/pods/web/proxy", new ProxyTarget(false, "10.0.0.1", 8080, false));

    @DisplayName("leads through the proxy if it leads to the same server")
    @ParameterizedTest
    @CsvSource({
        "/x/?q=1#f, /api/v1/namespaces/a/pods/web/proxy/x/?q=1#f",
        "http://10.0.0.1:8080/x, /api/v1/namespaces/a/pods/web/proxy/x",
        "https://kube:6443/x, /api/v1/namespaces/a/pods/web/proxy/x",
        "x, x",
        "http://example.com/x, http://example.com/x",
        "/api/v1/namespaces/a/pods/web/proxy/x, /api/v1/namespaces/a/pods/web/proxy/x",
    })
    void rewrites(String location, String expected) {
        assertThat(PATH.rewrite(location, "kube:6443")).isEqualTo(expected);
    }
}
