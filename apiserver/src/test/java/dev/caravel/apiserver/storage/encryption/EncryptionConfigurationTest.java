package dev.caravel.apiserver.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.resource.GroupResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionConfigurationTest {
    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
    private static final byte[] VALUE = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final byte[] KEY = {'k'};

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}/{1} is stored as {2}")
    @DisplayName("The narrowest rule decides")
    @CsvSource({
        "'', secrets, k8s:enc:aesgcm:v1:a:",
        "'', configmaps, k8s:enc:secretbox:v1:c:",
        "apps, deployments, k8s:enc:aescbc:v1:b:",
        "example.com, widgets, k8s:enc:secretbox:v1:c:"
    })
    void ruleOfResource(String group, String resource, String prefix) throws Exception {
        ResourceTransformers transformers = transformers("""
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                - resources: [secrets]
                  providers: [{aesgcm: {keys: [{name: a, secret: SECRET}]}}]
                - resources: ["*.apps"]
                  providers: [{aescbc: {keys: [{name: b, secret: SECRET}]}}, {identity: {}}]
                - resources: ["*.*"]
                  providers: [{secretbox: {keys: [{name: c, secret: SECRET}]}}]
                """);

        byte[] stored = transformers.of(new GroupResource(group, resource)).seal(VALUE, KEY);

        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith(prefix);
    }

    @Test
    @DisplayName("What no rule names is stored plainly")
    void noRule() throws Exception {
        ResourceTransformers transformers = transformers("""
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                - resources: [secrets]
                  providers: [{aesgcm: {keys: [{name: a, secret: SECRET}]}}]
                """);

        assertThat(transformers.of(new GroupResource("", "pods")).seal(VALUE, KEY))
                .isEqualTo(VALUE);
    }

    @ParameterizedTest(name = "{0} with {1}")
    @DisplayName("A wrong file is refused with the place and upstream's reason")
    @CsvSource(
            delimiter = '|',
            value = {
                "[Secrets] | {identity: {}} | resources[0].resources[0]: Invalid value: \"Secrets\": resource name should not contain capital letters",
                "['*'] | {identity: {}} | resources[0].resources[0]: Invalid value: \"*\": use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources",
                "[secrets, '*.'] | {identity: {}} | using overlapping resources such as 'secrets' and '*.' in the same resource list",
                "[secrets, secrets] | {identity: {}} | the same resource cannot be specified multiple times",
                "[] | {identity: {}} | resources[0].resources: Required value: at least one resources[0].resources is required",
                "[secrets] | {} | provider does not contain any of the expected providers",
                "[secrets] | {aesgcm: {keys: []}} | resources[0].providers[0].aesgcm.keys: Required value: at least one keys is required",
                "[secrets] | {aesgcm: {keys: [{name: a, secret: AAAA}]}} | secret is not of the expected length, got 3, expected one of [16 24 32]",
                "[secrets] | {aescbc: {keys: [{name: a, secret: '!'}]}} | resources[0].providers[0].aescbc.keys[0].secret: Invalid value: \"REDACTED\": secrets must be base64 encoded",
                "[secrets] | {aesgmc: {keys: []}} | strict decoding error: unknown field \"resources[0].providers[0].aesgmc\"",
                "[secrets] | {kms: {name: x, endpoint: 'unix:///s', nme: x}} | unknown field \"resources[0].providers[0].kms.nme\"",
                "[secrets] | {kms: {name: x, endpoint: 'unix:///s'}} | resources[0].providers[0].kms.apiVersion: Forbidden: KMSv1 is deprecated and not supported",
                "[secrets] | {kms: {apiVersion: v1, name: x, endpoint: 'unix:///s'}} | KMSv1 is deprecated and not supported",
                "[secrets] | {kms: {apiVersion: v3, name: x, endpoint: 'unix:///s'}} | kms.apiVersion: Invalid value: \"v3\": unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are supported",
                "[secrets] | {kms: {apiVersion: v2, endpoint: 'unix:///s'}} | kms.name: Required value: name is a mandatory field for a provider",
                "[secrets] | {kms: {apiVersion: v2, name: 'a:b', endpoint: 'unix:///s'}} | kms.name: Invalid value: \"a:b\": invalid KMS provider name a:b, must not contain ':'",
                "[secrets] | {kms: {apiVersion: v2, name: x}} | kms.endpoint: Required value: endpoint is a mandatory field for a kms",
                "[secrets] | {kms: {apiVersion: v2, name: x, endpoint: 'tcp://s'}} | unsupported scheme \"tcp\" for KMS provider, only unix is supported",
                "[secrets] | {kms: {apiVersion: v2, name: x, endpoint: 'unix:///@s'}} | abstract sockets are not supported",
                "[secrets] | {kms: {apiVersion: v2, name: x, endpoint: 'unix:///s', timeout: 0s}} | kms.timeout: Invalid value: \"0s\": timeout should be a positive value",
                "[secrets] | {kms: {apiVersion: v2, name: x, endpoint: 'unix:///s', cachesize: 10}} | kms.cachesize: Invalid value: 10: cachesize is not supported in v2",
                "[secrets] | {kms: {apiVersion: v2, name: x, endpoint: 'unix:///s'}},{kms: {apiVersion: v2, name: x, endpoint: 'unix:///t'}} | duplicate KMS provider name x, names must be unique"
            })
    void wrongFile(String resources, String provider, String message) {
        assertThatThrownBy(() -> transformers("""
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                - resources: %s
                  providers: [%s]
                """.formatted(resources, provider)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("A rule that an earlier wildcard masks is refused")
    void maskedRule() {
        assertThatThrownBy(() -> transformers("""
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                - resources: ["*.apps"]
                  providers: [{identity: {}}]
                - resources: [deployments.apps]
                  providers: [{identity: {}}]
                """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("resource \"deployments.apps\" is masked by earlier rule \"*.apps\"");
    }

    @Test
    @DisplayName("A file of another kind is refused")
    void otherKind() {
        assertThatThrownBy(() -> transformers("kind: Pod\napiVersion: v1\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no kind \"Pod\" is registered for version \"v1\"");
    }

    private ResourceTransformers transformers(String yaml) throws IOException {
        Path file = directory.resolve("encryption.yaml");
        Files.writeString(file, yaml.replace("SECRET", SECRET));
        return new ResourceTransformers(EncryptionConfiguration.read(file), new SecureRandom(), kms -> {
            throw new AssertionError("no plugin was meant to be started: " + kms);
        });
    }
}
