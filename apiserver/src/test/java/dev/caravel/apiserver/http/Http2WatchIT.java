package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

@DisplayName("Watches that share an HTTP/2 connection")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Http2WatchIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(SSLUtils.sslContext(server.config("admin")))
                .build();
    }

    @RepeatedTest(5)
    @DisplayName("go on when the client gives up one of them, and so do other requests")
    void independent(RepetitionInfo repetition) throws Exception {
        String name = "marker-" + repetition.getCurrentRepetition();
        try (BufferedReader kept = new BufferedReader(new InputStreamReader(watch("metadata.name=" + name)))) {
            watch("metadata.name=other").close();

            HttpResponse<String> created = create(name);
            String event = kept.readLine();

            assertThat(created.statusCode()).isEqualTo(201);
            assertThat(event).contains("\"ADDED\"", name);
        }
    }

    private static InputStream watch(String fieldSelector) throws Exception {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(
                                URI.create(server.url() + CONFIG_MAPS + "?watch=true&fieldSelector=" + fieldSelector))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<String> create(String name) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + CONFIG_MAPS))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                                        + "\"}}"))
                        .build(),
                BodyHandlers.ofString());
    }
}
