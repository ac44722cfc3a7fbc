package dev.caravel.apiserver.storage.encryption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.resource.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The file of {@code --encryption-provider-config}: {@code EncryptionConfiguration} of {@code apiserver.config.k8s.io/v1},
 * checked.
 *
 * @param contentHash of the file, for comparison with later ones
 */
record EncryptionConfiguration(List<Rule> rules, String contentHash) {
    /**
     * @param resources such as {@code secrets}, {@code deployments.apps}, {@code *.apps}, {@code *.} or {@code *.*}
     * @param providers the first writes, all read
     */
    record Rule(List<String> resources, List<Provider> providers) {}

    /** One of upstream's providers. */
    sealed interface Provider permits Plain, Keyed, Kms {}

    record Plain() implements Provider {}

    record Keyed(Scheme scheme, List<Key> keys) implements Provider {}

    /** A KMS plugin of version v2 behind a unix socket. */
    record Kms(String name, Path socket, Duration timeout) implements Provider {}

    record Key(String name, byte[] secret) {
        @Override
        public String toString() {
            return "Key[name=" + name + "]";
        }
    }

    /** The ciphers that take keys from the file. */
    enum Scheme {
        AESGCM,
        AESCBC,
        SECRETBOX;

        /** As the file has it, and what stored values begin with. */
        String field() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException when the file is not a valid configuration, or asks for what there is not */
    static EncryptionConfiguration read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("error opening encryption provider configuration file \"" + file + "\"");
        }
        return parse(Files.readAllBytes(file), file);
    }

    /**
     * @param file the content is that of, for messages
     * @throws IllegalArgumentException when it is not a valid configuration
     */
    static EncryptionConfiguration parse(byte[] content, Path file) throws IOException {
        if (content.length == 0) {
            throw new IllegalArgumentException(
                    "encryption provider configuration file \"%s\" is empty".formatted(file));
        }
        try {
            return parse(
                    YAMLMapper.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build()
                            .readTree(content),
                    file,
                    hash(content));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "error decoding encryption provider configuration file \"%s\": %s"
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    /** Secrets are not kept to be compared; their hash is. */
    static String hash(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static EncryptionConfiguration parse(JsonNode yaml, Path file, String contentHash) {
        String kind = yaml.path("kind").asText();
        String version = yaml.path("apiVersion").asText();
        if (!kind.equals("EncryptionConfiguration")
                || !(version.equals("apiserver.config.k8s.io/v1") || version.equals("v1"))) {
            throw new IllegalArgumentException(
                    "error decoding encryption provider configuration file \"%s\": no kind \"%s\" is registered for version \"%s\""
                            .formatted(file, kind, version));
        }
        List<String> unknown = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        List<Rule> rules = new ConfigurationReader(errors, unknown).read(yaml);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "error decoding encryption provider configuration file \"%s\": strict decoding error: %s"
                            .formatted(file, String.join(", ", unknown)));
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors.stream()
                    .map(FieldError::toString)
                    .collect(Collectors.joining(", ", "invalid encryption provider configuration: ", "")));
        }
        return new EncryptionConfiguration(rules, contentHash);
    }
}
