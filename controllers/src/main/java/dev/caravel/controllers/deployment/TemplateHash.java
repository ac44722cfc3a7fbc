package dev.caravel.controllers.deployment;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;

/** The value of {@code pod-template-hash}: short, the same for the same template, and no word. */
final class TemplateHash {
    /** No vowels and nothing that looks like one, as names that the API server generates. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private TemplateHash() {}

    /** @param collisions how many templates of the Deployment had the hash of another */
    static String of(PodTemplateSpec template, Integer collisions) {
        String text = SERIALIZATION.asJson(template) + (collisions == null ? "" : collisions);
        int hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        StringBuilder encoded = new StringBuilder();
        Integer.toUnsignedString(hash)
                .chars()
                .forEach(digit -> encoded.append(ALPHABET.charAt(digit % ALPHABET.length())));
        return encoded.toString();
    }
}
