package dev.caravel.deploy.addons;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.Problem;
import dev.caravel.machinery.pki.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The few requests that a bootstrap makes of the API server, as its administrator. Thread-safe. */
public final class AdminApi {
    private static final URI SERVER = URI.create("https://127.0.0.1:6443");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final char[] NO_PASSWORD = new char[0];

    private final HttpClient http;
    private final ObjectMapper json;

    public AdminApi(StateDir state, ObjectMapper json) {
        this.json = requireNonNull(json, "json is null");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(identity(state))
                .build();
    }

    /** Empty when there is no such object. */
    public Optional<JsonNode> get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request(path).GET());
        return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(response, path));
    }

    /** Creates the object, or brings what stands there to what {@code object} says, leaving all else. */
    public void apply(String collection, JsonNode object) throws IOException, InterruptedException {
        String path = collection + "/" + object.at("/metadata/name").asText();
        if (get(path).isPresent()) {
            mergePatch(path, object);
        } else {
            HttpResponse<String> response = send(request(collection)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(object.toString())));
            read(response, path);
        }
    }

    public void mergePatch(String path, JsonNode patch) throws IOException, InterruptedException {
        read(
                send(request(path)
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", BodyPublishers.ofString(patch.toString()))),
                path);
    }

    /** Lists a collection and follows it until its items, by the last event of each, satisfy {@code enough}. */
    public void follow(String collection, Duration patience, Predicate<ObservedObjects> enough)
            throws IOException, InterruptedException {
        JsonNode list = get(collection).orElseThrow(() -> new Problem(collection + " is not served"));
        ObservedObjects objects = new ObservedObjects();
        list.at("/items").forEach(objects::put);
        if (enough.test(objects)) {
            return;
        }
        String version = list.at("/metadata/resourceVersion").asText();
        HttpRequest watch = request(collection + "?watch=true&resourceVersion=" + version + "&timeoutSeconds="
                        + patience.toSeconds())
                .timeout(PATIENCE)
                .build();
        try (Stream<String> lines = http.send(watch, BodyHandlers.ofLines()).body()) {
            for (Iterator<String> events = lines.iterator(); events.hasNext(); ) {
                objects.observe(json.readTree(events.next()));
                if (enough.test(objects)) {
                    return;
                }
            }
        }
        throw new IOException("not seen in " + patience.toSeconds() + " s at " + collection);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(SERVER.resolve(path)).header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private JsonNode read(HttpResponse<String> response, String path) throws IOException {
        JsonNode body = json.readTree(response.body());
        if (response.statusCode() != OK && response.statusCode() != CREATED) {
            throw new Problem("the API server refuses " + path + ": " + response.statusCode() + " "
                    + body.path("message").asText());
        }
        return body;
    }

    private static SSLContext identity(StateDir state) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, NO_PASSWORD);
            own.setKeyEntry(
                    "admin", PemFiles.readPrivateKey(state.pki().resolve("admin.key")), NO_PASSWORD, new Certificate[] {
                        PemFiles.readCertificate(state.pki().resolve("admin.crt"))
                    });
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            KeyStore authority = KeyStore.getInstance("PKCS12");
            authority.load(null, NO_PASSWORD);
            authority.setCertificateEntry(
                    "ca", PemFiles.readCertificate(state.pki().resolve("ca.crt")));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authority);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Problem(
                    "cannot read the administrator's certificate below " + state.pki() + ": " + e.getMessage(), e);
        }
    }
}
