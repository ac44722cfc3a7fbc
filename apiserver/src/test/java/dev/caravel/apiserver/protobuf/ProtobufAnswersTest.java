package dev.caravel.apiserver.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An answer in protobuf")
class ProtobufAnswersTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final YAMLMapper YAML = new YAMLMapper();

    private final ProtobufAnswers answers = new ProtobufAnswers();
    private final ProtobufBodies bodies = new ProtobufBodies(CATALOG::schema);

    private static ObjectNode yaml(String text) throws IOException {
        return (ObjectNode) YAML.readTree(text);
    }

    private static byte[] json(String yaml) throws IOException {
        return JsonCodec.write(yaml(yaml));
    }

    private static Schema schema(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        return CATALOG.findKind(
                        slash < 0 ? "" : apiVersion.substring(0, slash),
                        apiVersion.substring(slash + 1),
                        object.path("kind").asText())
                .orElseThrow()
                .schema();
    }

    @ParameterizedTest
    @DisplayName("reads as the object that it was made of")
    @ValueSource(strings = {"""
                kind: Pod
                apiVersion: v1
                metadata:
                  name: web
                  labels: {app: web}
                  creationTimestamp: "2026-01-02T03:04:05Z"
                  managedFields:
                  - {manager: m, operation: Update, apiVersion: v1, time: "2026-01-02T03:04:05Z", fieldsType: FieldsV1, fieldsV1: {"f:a": {}}}
                spec:
                  terminationGracePeriodSeconds: 0
                  nodeSelector: {a: b}
                  volumes: [{name: v, secret: {secretName: s, defaultMode: 420}}, {name: e, emptyDir: {sizeLimit: 1Gi}}]
                  containers:
                  - name: c
                    image: nginx
                    ports: [{containerPort: 80, protocol: TCP}]
                    resources: {limits: {cpu: 100m, memory: 1Gi}}
                    livenessProbe: {httpGet: {path: /, port: http}, periodSeconds: 10}
                    readinessProbe: {tcpSocket: {port: 80}}
                    env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                    securityContext: {runAsUser: 0, privileged: true}
                status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
                """, """
                kind: Secret
                apiVersion: v1
                metadata: {name: s}
                data: {a: AQID, empty: ""}
                type: Opaque
                """, """
                kind: Event
                apiVersion: events.k8s.io/v1
                metadata: {name: e}
                eventTime: "2026-01-02T03:04:05.678901Z"
                reason: R
                """, """
                kind: HorizontalPodAutoscaler
                apiVersion: autoscaling/v2
                metadata: {name: h}
                spec:
                  maxReplicas: 3
                  scaleTargetRef: {kind: Deployment, name: d}
                  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
                """, """
                kind: CertificateSigningRequest
                apiVersion: certificates.k8s.io/v1
                metadata: {name: c}
                spec: {request: AQID, signerName: a.b/c, usages: [any], extra: {k: [v, w]}}
                """, """
                kind: ControllerRevision
                apiVersion: apps/v1
                metadata: {name: r}
                data: {spec: {template: {x: [1, 2]}}}
                revision: 3
                """})
    void roundTrip(String text) throws IOException {
        ObjectNode object = yaml(text);

        ObjectNode read = bodies.decode(answers.object(schema(object), object));

        assertThat(YAML.readTree(read.toString())).isEqualTo(YAML.readTree(object.toString()));
    }

    @Test
    @DisplayName("lists objects after the list's metadata")
    void list() throws IOException {
        ObjectNode list = yaml("""
                kind: ConfigMapList
                apiVersion: v1
                metadata: {resourceVersion: "7", continue: next, remainingItemCount: 3}
                items: [{metadata: {name: a}, data: {k: v}}, {metadata: {name: b}}]
                """);
        Schema item = CATALOG.findKind("", "v1", "ConfigMap").orElseThrow().schema();

        Stream<byte[]> items = list.path("items").valueStream().map(JsonCodec::write);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        answers.list(item, list, items).forEach(written::writeBytes);
        ObjectNode read = bodies.decode(written.toByteArray());

        assertThat(YAML.readTree(read.toString())).isEqualTo(YAML.readTree(list.toString()));
    }

    @Test
    @DisplayName("has of a partial object only the metadata")
    void partial() throws IOException {
        byte[] pod = json("{kind: Pod, apiVersion: v1, metadata: {name: a, labels: {b: c}}, spec: {hostname: h}}");
        Schema schema =
                MetadataOnly.of(CATALOG.findKind("", "v1", "Pod").orElseThrow().schema());

        ObjectNode read = new ProtobufBodies(_ -> Optional.of(schema))
                .decode(answers.object(schema, "meta.k8s.io/v1", "PartialObjectMetadata", pod));

        assertThat(YAML.readTree(read.toString())).isEqualTo(yaml("""
                {kind: PartialObjectMetadata, apiVersion: meta.k8s.io/v1, metadata: {name: a, labels: {b: c}}}
                """));
    }

    @Test
    @DisplayName("frames the events of a watch by their length")
    void event() throws IOException {
        ObjectNode map = yaml("{kind: ConfigMap, apiVersion: v1, metadata: {name: a}}");
        byte[] object = answers.object(schema(map), map);

        byte[] frame = ProtobufAnswers.event("ADDED", object);

        assertThat(ByteBuffer.wrap(frame).getInt()).isEqualTo(frame.length - Integer.BYTES);
        WireReader event = new WireReader(Arrays.copyOfRange(frame, Integer.BYTES, frame.length));
        assertThat(event.tag()).isEqualTo(1 << 3 | WireReader.BYTES);
        assertThat(event.string()).isEqualTo("ADDED");
        assertThat(event.tag()).isEqualTo(2 << 3 | WireReader.BYTES);
        WireReader raw = event.message();
        assertThat(raw.tag()).isEqualTo(1 << 3 | WireReader.BYTES);
        assertThat(raw.bytes()).isEqualTo(object);
    }
}
