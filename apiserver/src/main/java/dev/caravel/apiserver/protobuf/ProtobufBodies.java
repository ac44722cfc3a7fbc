package dev.caravel.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads objects in {@code application/vnd.kubernetes.protobuf}: the four bytes {@code k8s\0}, and a
 * {@code runtime.Unknown} that names the type of what it holds. Thread-safe.
 */
public final class ProtobufBodies {
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    /** The groups whose types upstream keeps outside its API module. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "apiextensions", "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions",
            "apiregistration", "k8s.io.kube_aggregator.pkg.apis.apiregistration");

    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

    private final Function<String, Optional<Schema>> schemas;
    private final MessageDecoder decoder = new MessageDecoder();

    /** @param schemas by protobuf name */
    public ProtobufBodies(Function<String, Optional<Schema>> schemas) {
        this.schemas = schemas;
    }

    /** Whether the bytes begin as Kubernetes' protobuf does. */
    public static boolean isEnvelope(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** @throws dev.caravel.apiserver.status.ApiException 400 when the bytes are not what they should be */
    public ObjectNode decode(byte[] body) {
        if (!isEnvelope(body)) {
            throw Statuses.badRequest(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        try {
            return envelope(new WireReader(Arrays.copyOfRange(body, MAGIC.length, body.length)));
        } catch (MalformedProtobufException e) {
            throw Statuses.badRequest("the object provided is unrecognized: " + e.getMessage());
        }
    }

    private ObjectNode envelope(WireReader wire) {
        String apiVersion = "";
        String kind = "";
        byte[] raw = new byte[0];
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag >>> 3) {
                case 1 -> {
                    WireReader type = wire.message();
                    while (type.hasMore()) {
                        int typeTag = type.tag();
                        switch (typeTag >>> 3) {
                            case 1 -> apiVersion = type.string();
                            case 2 -> kind = type.string();
                            default -> type.skip(typeTag & 7);
                        }
                    }
                }
                case 2 -> raw = wire.bytes();
                default -> wire.skip(tag & 7);
            }
        }
        Schema schema = schema(apiVersion, kind);
        ObjectNode object = decoder.decode(schema, raw);
        return object.put("kind", kind).put("apiVersion", apiVersion);
    }

    private Schema schema(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "core" : apiVersion.substring(0, slash).split("\\.")[0];
        String version = apiVersion.substring(slash + 1);
        String types = ELSEWHERE.getOrDefault(group, "k8s.io.api." + group);
        return schemas.apply(types + "." + version + "." + kind)
                .or(() -> schemas.apply(META + kind))
                .orElseThrow(() -> Statuses.badRequest(
                        "no kind \"%s\" is registered for version \"%s\"".formatted(kind, apiVersion)));
    }
}
