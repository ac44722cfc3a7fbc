package dev.caravel.apiserver.storage.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.resource.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The file of {@code --encryption-provider-config}: {@code EncryptionConfiguration} of {@code apiserver.config.k8s.io/v1},
 * checked.
 */
record EncryptionConfiguration(List<Rule> rules) {
    /**
     * @param resources such as {@code secrets}, {@code deployments.apps}, {@code *.apps}, {@code *.} or {@code *.*}
     * @param providers the first writes, all read
     */
    record Rule(List<String> resources, List<Provider> providers) {}

    /** One of upstream's providers. */
    sealed interface Provider permits Plain, Keyed {}

    record Plain() implements Provider {}

    record Keyed(Scheme scheme, List<Key> keys) implements Provider {}

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
        return parse(new YAMLMapper().readTree(Files.readAllBytes(file)), file);
    }

    private static EncryptionConfiguration parse(JsonNode yaml, Path file) {
        String kind = yaml.path("kind").asText();
        String version = yaml.path("apiVersion").asText();
        if (!kind.equals("EncryptionConfiguration")
                || !(version.equals("apiserver.config.k8s.io/v1") || version.equals("v1"))) {
            throw new IllegalArgumentException(
                    "error decoding encryption provider configuration file \"%s\": no kind \"%s\" is registered for version \"%s\""
                            .formatted(file, kind, version));
        }
        List<FieldError> errors = new ArrayList<>();
        List<Rule> rules = new ConfigurationReader(errors).rules(yaml.path("resources"));
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors.stream()
                    .map(FieldError::toString)
                    .collect(Collectors.joining(", ", "invalid encryption provider configuration: ", "")));
        }
        return new EncryptionConfiguration(rules);
    }
}
