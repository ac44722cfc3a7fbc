package dev.caravel.apiserver.storage.encryption;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.fixture.EtcdProcess;
import dev.caravel.apiserver.fixture.KmsPluginServer;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("program")
@DisplayName("A server that encrypts at rest")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EncryptionAtRestIT {
    private static final String RELOADS = "apiserver_encryption_config_controller_automatic_reloads_total";

    @TempDir
    Path directory;

    private EtcdProcess etcd;
    private KmsPluginServer plugin;
    private ApiServerProcess server;
    private KubernetesClient admin;

    @BeforeEach
    void start() throws Exception {
        etcd = EtcdProcess.start();
        plugin = KmsPluginServer.start(directory.resolve("kms.sock"));
        configure(kms());
        server = ApiServerProcess.start(
                etcd,
                _ -> List.of(
                        "--encryption-provider-config=" + directory.resolve("encryption.yaml"),
                        "--encryption-provider-config-automatic-reload"));
        admin = server.client("admin");
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
        server.close();
        plugin.close();
        etcd.close();
    }

    private String kms() {
        return "{kms: {apiVersion: v2, name: test, endpoint: '%s', timeout: 1s}}".formatted(plugin.endpoint());
    }

    private static String aesgcm() {
        return "{aesgcm: {keys: [{name: a, secret: %s}]}}"
                .formatted(Base64.getEncoder().encodeToString(new byte[32]));
    }

    private void configure(String... providers) throws Exception {
        Path fresh = directory.resolve("encryption.yaml.new");
        Files.writeString(fresh, """
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                - resources: [secrets]
                  providers: [%s]
                """.formatted(String.join(", ", providers)));
        Files.move(fresh, directory.resolve("encryption.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Secret create(String name) {
        return admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .addToStringData("a", "hidden")
                        .build())
                .create();
    }

    private String stored(String name) throws Exception {
        try (Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
            byte[] value = client.getKVClient()
                    .get(ByteSequence.from("/registry/secrets/default/" + name, UTF_8))
                    .get(30, TimeUnit.SECONDS)
                    .getKvs()
                    .getFirst()
                    .getValue()
                    .getBytes();
            return new String(value, ISO_8859_1);
        }
    }

    /** Asks until the metric is there; every look at it is a request, which takes its time. */
    private void awaitMetric(String line) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (admin.raw("/metrics").lines().noneMatch(each -> each.startsWith(line) && !each.endsWith(" 0.0"))) {
            assertThat(System.nanoTime()).as("patience for " + line).isLessThan(end);
        }
    }

    @Test
    @DisplayName("stores what a KMS plugin's key encrypted, reads it again, and tells of the plugin")
    void kmsPlugin() throws Exception {
        create("s");

        assertThat(stored("s"))
                .startsWith("k8s:enc:kms:v2:test:")
                .contains("key-1")
                .doesNotContain("aGlkZGVu");
        assertThat(admin.secrets().inNamespace("default").withName("s").get().getData())
                .containsEntry("a", "aGlkZGVu");
        assertThat(admin.raw("/readyz/kms-providers")).isEqualTo("ok");
        assertThat(admin.raw("/metrics"))
                .contains("apiserver_envelope_encryption_kms_operations_latency_seconds_count")
                .contains("apiserver_envelope_encryption_key_id_hash_total")
                .contains("transformation_type=\"to_storage\",transformer_prefix=\"k8s:enc:kms:v2:test:\"")
                .contains("apiserver_encryption_config_controller_last_config_info");
    }

    @Test
    @DisplayName("uses a changed file without being started again, and keeps what it had when the file is not valid")
    void reload() throws Exception {
        create("old");

        configure(aesgcm(), kms());
        awaitMetric(RELOADS + "{apiserver_id_hash=");
        create("new");
        assertThat(stored("new")).startsWith("k8s:enc:aesgcm:v1:a:");
        assertThat(admin.secrets().inNamespace("default").list().getItems()).hasSize(2);
        admin.secrets().inNamespace("default").withName("old").edit(secret -> secret);
        admin.resource(admin.secrets().inNamespace("default").withName("old").get())
                .update();
        assertThat(stored("old")).startsWith("k8s:enc:aesgcm:v1:a:");

        configure("{aesgcm: {keys: []}}");
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (admin.raw("/metrics").lines().noneMatch(line -> line.startsWith(RELOADS) && line.contains("failure"))) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        create("later");
        assertThat(stored("later")).startsWith("k8s:enc:aesgcm:v1:a:");
        assertThat(server.log()).contains("aesgcm.keys: Required value: at least one keys is required");
    }

    @Test
    @DisplayName("that has lost a key reads again what it sealed, when the key is back in the file")
    void keyComesBack() throws Exception {
        create("sealed");
        server.close();
        configure(aesgcm());
        server = ApiServerProcess.start(
                etcd,
                _ -> List.of(
                        "--encryption-provider-config=" + directory.resolve("encryption.yaml"),
                        "--encryption-provider-config-automatic-reload"));
        admin.close();
        admin = server.client("admin");
        assertThat(server.log())
                .contains("unable to transform key \"/registry/secrets/default/sealed\": no matching prefix found");

        configure(aesgcm(), kms());
        awaitMetric(RELOADS + "{apiserver_id_hash=");
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!isReadable("sealed")) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        assertThat(admin.secrets().inNamespace("default").list().getItems()).hasSize(1);
    }

    private boolean isReadable(String name) {
        try {
            return admin.secrets().inNamespace("default").withName(name).get() != null;
        } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
            assertThat(e.getCode()).isEqualTo(500);
            return false;
        }
    }
}
