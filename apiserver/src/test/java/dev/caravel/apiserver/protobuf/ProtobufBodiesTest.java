package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.status.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("From a protobuf body is read")
class ProtobufBodiesTest {
    private static final ProtobufBodies BODIES = new ProtobufBodies(BuiltinCatalog.load()::schema);

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "v1, Pod",
        "apps/v1, Deployment",
        "rbac.authorization.k8s.io/v1, Role",
        "apiextensions.k8s.io/v1, CustomResourceDefinition",
        "apiregistration.k8s.io/v1, APIService"
    })
    @DisplayName("an object of any group, wherever upstream keeps its types")
    void groups(String apiVersion, String kind) {
        ObjectNode object = BODIES.decode(envelope(apiVersion, kind, message(1, message(1, bytes("x")))));

        assertThat(object.path("kind").asText()).isEqualTo(kind);
        assertThat(object.at("/metadata/name").asText()).isEqualTo("x");
    }

    @Test
    @DisplayName("a schema with what may be a schema or something simpler")
    void schemas() throws IOException {
        byte[] string = message(5, bytes("string"));

        assertThat(schema(message(24, message(1, string)))).isEqualTo(json("{\"items\": {\"type\": \"string\"}}"));
        assertThat(schema(message(24, concat(message(2, string), message(2, string)))))
                .isEqualTo(json("{\"items\": [{\"type\": \"string\"}, {\"type\": \"string\"}]}"));
        assertThat(schema(message(30, concat(flag(1, true), message(2, string)))))
                .isEqualTo(json("{\"additionalProperties\": {\"type\": \"string\"}}"));
        assertThat(schema(message(30, flag(1, false)))).isEqualTo(json("{\"additionalProperties\": false}"));
        assertThat(schema(message(32, concat(message(1, bytes("a")), message(2, message(2, bytes("b")))))))
                .isEqualTo(json("{\"dependencies\": {\"a\": [\"b\"]}}"));
    }

    @Test
    @DisplayName("a limit of zero in a schema, which is not the same as none")
    void zero() throws IOException {
        assertThat(schema(new byte[] {13 << 3, 0})).isEqualTo(json("{\"maxLength\": 0}"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    @DisplayName("no number that JSON has not")
    void notFinite(double number) {
        byte[] minimum = ByteBuffer.allocate(1 + Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) (11 << 3 | 1))
                .putDouble(number)
                .array();

        assertThatThrownBy(() -> schema(minimum))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("a number is not finite: " + number);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "3, k8s.io.api.autoscaling.v2.HPAScalingRules, '{\"stabilizationWindowSeconds\":0}'",
        "2, k8s.io.api.core.v1.SecurityContext, '{\"privileged\":false}'",
        "8, k8s.io.api.apps.v1.DeploymentStatus, '{\"collisionCount\":0}'",
        "1, k8s.io.api.apps.v1.DeploymentSpec, '{\"replicas\":0}'",
        "2, k8s.io.api.apps.v1.DeploymentStatus, '{}'",
    })
    @DisplayName("a zero where it is not the same as nothing")
    void zeros(int field, String message, String read) {
        var schema = BuiltinCatalog.load().schema(message).orElseThrow();

        assertThat(new MessageDecoder()
                        .decode(schema, new byte[] {(byte) (field << 3), 0})
                        .toString())
                .isEqualTo(read);
    }

    /** The OpenAPI schema of the first version of a definition. */
    private static String schema(byte[] properties) {
        byte[] version = message(4, message(1, properties));
        ObjectNode definition = BODIES.decode(
                envelope("apiextensions.k8s.io/v1", "CustomResourceDefinition", message(2, message(7, version))));
        return definition.at("/spec/versions/0/schema/openAPIV3Schema").toString();
    }

    private static String json(String text) throws IOException {
        return JsonCodec.readObject(bytes(text)).toString();
    }

    private static byte[] envelope(String apiVersion, String kind, byte[] raw) {
        byte[] type = concat(message(1, bytes(apiVersion)), message(2, bytes(kind)));
        return concat(new byte[] {'k', '8', 's', 0}, concat(message(1, type), message(2, raw)));
    }

    private static byte[] message(int field, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, field << 3 | 2);
        varint(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] flag(int field, boolean value) {
        return new byte[] {(byte) (field << 3), (byte) (value ? 1 : 0)};
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
