package dev.caravel.apiserver.storage.encryption.kms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.protobuf.WireWriter;
import dev.caravel.apiserver.resource.validation.Formats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A data key or seed as only the plugin can read it; stored beside what was encrypted by it.
 *
 * @param keyId the plugin's name of the key by which it sealed this one
 * @param annotations what the plugin wants to be given again with it
 */
record SealedKey(KeySource source, byte[] ciphertext, String keyId, Map<String, byte[]> annotations) {
    private static final int MOST_CIPHERTEXT = 1024;
    private static final int MOST_ANNOTATIONS = 32 * 1024;

    SealedKey {
        annotations = new TreeMap<>(annotations);
    }

    /** @throws KmsException when the plugin made it otherwise than its protocol allows */
    SealedKey valid() throws KmsException {
        if (ciphertext.length == 0) {
            throw new KmsException("failed to validate encrypted DEK source: encrypted DEK source is empty");
        }
        if (ciphertext.length > MOST_CIPHERTEXT) {
            throw new KmsException(
                    "failed to validate encrypted DEK source: encrypted DEK source is %d bytes, which exceeds the max size of %d"
                            .formatted(ciphertext.length, MOST_CIPHERTEXT));
        }
        KeyIdFault fault = KeyIdFault.of(keyId);
        if (fault != KeyIdFault.NONE) {
            throw new KmsException("failed to validate key id: " + fault.explain(keyId));
        }
        checkAnnotations();
        return this;
    }

    private void checkAnnotations() throws KmsException {
        List<String> faults = new ArrayList<>();
        long size = 0;
        for (Map.Entry<String, byte[]> annotation : annotations.entrySet()) {
            domainFaults(annotation.getKey())
                    .forEach(fault ->
                            faults.add("annotations: Invalid value: \"%s\": %s".formatted(annotation.getKey(), fault)));
            size += annotation.getKey().getBytes(UTF_8).length + annotation.getValue().length;
        }
        if (size > MOST_ANNOTATIONS) {
            faults.add("total size of annotations is %d, which exceeds the max size of %d"
                    .formatted(size, MOST_ANNOTATIONS));
        }
        if (!faults.isEmpty()) {
            throw new KmsException("failed to validate annotations: " + String.join(", ", faults));
        }
    }

    private static List<String> domainFaults(String name) {
        List<String> faults = Formats.dns1123Subdomain(name);
        return faults.isEmpty() && !name.contains(".")
                ? List.of("should be a domain with at least two segments separated by dots")
                : faults;
    }

    /** The same for keys that are the same in all respects. */
    ByteBuffer fingerprint() {
        WireWriter all = new WireWriter();
        all.varint(1, source.ordinal());
        all.bytes(2, ciphertext);
        all.string(3, keyId);
        Annotations.write(all, 4, annotations);
        return ByteBuffer.wrap(all.toBytes());
    }
}
