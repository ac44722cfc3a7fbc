package dev.caravel.apiserver.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.resource.conversion.BetaDefinitions;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.storage.UnreadableException.Step;
import java.io.IOException;
import java.util.Arrays;

/**
 * A storage whose values are JSON for whoever reads it, also those that upstream's server stored in protobuf. What is written
 * is JSON, which upstream reads as well. CustomResourceDefinitions, which upstream stores in v1beta1, are read in v1.
 */
public final class JsonStorage extends TransformedStorage {
    /** What values begin with that somebody encrypted, and nobody has decrypted on the way here. */
    private static final byte[] SEALED = "k8s:enc:".getBytes(US_ASCII);

    /** In every key of a CustomResourceDefinition. */
    private static final String DEFINITIONS = "/apiextensions.k8s.io/customresourcedefinitions/";

    private final ProtobufBodies protobuf;
    private final ResourceCatalog catalog;

    /** @param catalog of the resources that may be stored in protobuf: the built-in ones */
    public JsonStorage(Storage storage, ProtobufBodies protobuf, ResourceCatalog catalog) {
        super(storage);
        this.protobuf = requireNonNull(protobuf, "protobuf is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    @Override
    protected Entry read(Entry stored) {
        if (Arrays.mismatch(stored.value(), SEALED) >= SEALED.length) {
            throw new UnreadableException(
                    Step.TRANSFORM, stored.key(), "identity transformer tried to read encrypted data", null);
        }
        if (!ProtobufBodies.isEnvelope(stored.value())) {
            return stored.key().contains(DEFINITIONS) ? definition(stored) : stored;
        }
        try {
            ObjectNode object = protobuf.decode(stored.value());
            applyDefaults(object);
            return new Entry(stored.key(), JsonCodec.write(object), stored.revision(), stored.stale());
        } catch (ApiException e) {
            throw new UnreadableException(Step.DECODE, stored.key(), e);
        }
    }

    private static Entry definition(Entry stored) {
        try {
            ObjectNode definition = JsonCodec.readObject(stored.value());
            return BetaDefinitions.isBeta(definition)
                    ? new Entry(
                            stored.key(),
                            JsonCodec.write(BetaDefinitions.stable(definition)),
                            stored.revision(),
                            stored.stale())
                    : stored;
        } catch (IOException e) {
            throw new UnreadableException(Step.DECODE, stored.key(), e);
        }
    }

    /** Protobuf has no zero values; what they mean comes back as defaults, as it does for upstream. */
    private void applyDefaults(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        catalog.findKind(
                        group,
                        apiVersion.substring(slash + 1),
                        object.path("kind").asText())
                .ifPresent(resource -> resource.applyDefaults(object));
    }
}
