package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.protobuf.WireReader;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("program")
@DisplayName("In protobuf a client is told")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProtobufIT {
    private static final String PARTIAL = ProtobufBodies.MEDIA_TYPE + ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final ProtobufBodies BODIES = new ProtobufBodies(BuiltinCatalog.load()::schema);

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        client = HttpClient.newBuilder()
                .sslContext(SSLUtils.sslContext(server.config("admin")))
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/default/services/kubernetes",
                "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations/exempt",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles/cluster-admin",
                "/api/v1/namespaces",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                "/apis/apiregistration.k8s.io/v1/apiservices",
            })
    @DisplayName("of an object, and of all objects, what JSON tells")
    void reads(String path) throws Exception {
        JsonNode json = JsonCodec.read(get(path, "application/json").readAllBytes());

        JsonNode protobuf = decode(get(path, ProtobufBodies.MEDIA_TYPE).readAllBytes());

        assertThat(plain(protobuf)).isEqualTo(plain(json));
    }

    @Test
    @DisplayName("of changes, what the objects then are, or only their metadata")
    void watches() throws Exception {
        String revision = JsonCodec.read(get(MAPS, "application/json").readAllBytes())
                .at("/metadata/resourceVersion")
                .asText();
        String watch = MAPS + "?watch=true&resourceVersion=" + revision;
        try (InputStream whole = get(watch, ProtobufBodies.MEDIA_TYPE);
                InputStream other = get(watch, ProtobufBodies.MEDIA_TYPE);
                InputStream partial = get(watch, PARTIAL)) {
            JsonNode created = create("{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"line\\nline\"}}");

            assertThat(plain(decode(event(whole, "ADDED")))).isEqualTo(plain(created));
            assertThat(plain(decode(event(other, "ADDED")))).isEqualTo(plain(created));
            WireReader envelope = new WireReader(withoutMagic(event(partial, "ADDED")));
            assertThat(envelope.tag()).isEqualTo(1 << 3 | WireReader.BYTES);
            WireReader type = envelope.message();
            type.tag();
            assertThat(type.string()).isEqualTo("meta.k8s.io/v1");
        }
    }

    private static byte[] event(InputStream stream, String type) throws IOException {
        DataInputStream frames = new DataInputStream(stream);
        WireReader event = new WireReader(frames.readNBytes(frames.readInt()));
        event.tag();
        assertThat(event.string()).isEqualTo(type);
        event.tag();
        WireReader raw = event.message();
        raw.tag();
        return raw.bytes();
    }

    private static byte[] withoutMagic(byte[] envelope) {
        return Arrays.copyOfRange(envelope, 4, envelope.length);
    }

    private static ObjectNode decode(byte[] bytes) {
        return BODIES.decode(bytes);
    }

    /** Without regard to the order of fields, nor to a list's items having no types of their own in protobuf. */
    private static JsonNode plain(JsonNode json) throws IOException {
        JsonNode plain = JsonCodec.read(JsonCodec.write(json));
        plain.path("items").forEach(item -> ((ObjectNode) item).remove(List.of("kind", "apiVersion")));
        return plain;
    }

    private static InputStream get(String path, String accept) throws Exception {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Accept", accept)
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith(accept.substring(0, accept.contains(";") ? accept.indexOf(';') : accept.length()));
        return response.body();
    }

    private static JsonNode create(String json) throws Exception {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(URI.create(server.url() + MAPS))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(201);
        return JsonCodec.read(response.body());
    }
}
