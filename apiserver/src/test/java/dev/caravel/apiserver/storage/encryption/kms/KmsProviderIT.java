package dev.caravel.apiserver.storage.encryption.kms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.KmsPluginServer;
import dev.caravel.apiserver.storage.encryption.TransformerChain.Opened;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The provider kms")
class KmsProviderIT {
    private static final byte[] KEY = "/registry/secrets/default/s".getBytes(UTF_8);
    private static final byte[] VALUE = "{\"kind\":\"Secret\"}".getBytes(UTF_8);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private volatile Instant now = Instant.EPOCH;
    private KmsPluginServer plugin;
    private KmsProvider provider;

    @BeforeEach
    void start() throws Exception {
        plugin = KmsPluginServer.start(directory.resolve("kms.sock"));
        provider = provider();
    }

    @AfterEach
    void stop() throws Exception {
        provider.close();
        plugin.close();
    }

    private KmsProvider provider() {
        Movable clock = new Movable();
        return KmsProvider.start(
                "test",
                directory.resolve("kms.sock"),
                TIMEOUT,
                new KmsMetrics(registry, "apiserver-a", clock),
                clock,
                new SecureRandom(),
                () -> {});
    }

    @Test
    @DisplayName("reads what it writes without asking the plugin, and what another server wrote after asking once")
    void roundTrip() throws Exception {
        byte[] one = provider.toStorage(VALUE, KEY);
        byte[] two = provider.toStorage(VALUE, KEY);

        assertThat(provider.open(one, KEY).value()).isEqualTo(VALUE);
        assertThat(plugin.decrypts).hasValue(0);
        assertThat(new String(one, ISO_8859_1)).doesNotContain("Secret").contains("key-1");
        try (KmsProvider another = provider()) {
            assertThat(another.open(one, KEY)).extracting(Opened::value).isEqualTo(VALUE);
            assertThat(another.open(two, KEY)).extracting(Opened::stale).isEqualTo(false);
        }
        assertThat(plugin.decrypts).hasValue(1);
    }

    @Test
    @DisplayName(
            "writes by a new key when the plugin names another of its own, and tells what was written by the old one")
    void rotation() throws Exception {
        byte[] old = provider.toStorage(VALUE, KEY);

        plugin.keyId = "key-2";
        pass(Duration.ofSeconds(21));
        assertThat(provider.fault()).isEmpty();

        byte[] fresh = provider.toStorage(VALUE, KEY);
        assertThat(plugin.isKeyOf(fresh)).isTrue();
        assertThat(provider.open(fresh, KEY).stale()).isFalse();
        assertThat(provider.open(old, KEY).stale()).isTrue();
        assertThat(provider.open(old, KEY).value()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName(
            "writes for three minutes more when the plugin has gone, then no more; reads on; and writes when it is back")
    void pluginGone() throws Exception {
        byte[] stored = provider.toStorage(VALUE, KEY);
        plugin.stop();
        pass(Duration.ofMinutes(3).minusSeconds(3));
        // of a connection that broke just now, or of none: whichever the kernel tells first
        assertThat(provider.fault()).hasValueSatisfying(fault -> assertThat(fault)
                .startsWith("failed to perform status section of the healthz check for KMS Provider test"));
        pass(Duration.ofSeconds(3));

        assertThat(provider.fault())
                .contains(
                        "failed to perform status section of the healthz check for KMS Provider test, error: rpc error:"
                                + " code = DeadlineExceeded desc = context deadline exceeded");
        assertThat(provider.toStorage(VALUE, KEY)).isNotEmpty();
        pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> provider.toStorage(VALUE, KEY))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("expired at 1970-01-01T00:03:00Z (current time is 1970-01-01T00:03:01Z)");
        assertThat(provider.open(stored, KEY).value()).isEqualTo(VALUE);

        plugin.serve();
        pass(Duration.ofSeconds(4));
        assertThat(provider.fault()).isEmpty();
        assertThat(provider.toStorage(VALUE, KEY)).isNotEmpty();
    }

    @Test
    @DisplayName("is not well when the plugin says so, and keeps the key that it has")
    void notWell() throws Exception {
        plugin.healthz = "the vault is closed";
        pass(Duration.ofSeconds(21));

        assertThat(provider.fault())
                .contains(
                        "kmsv2 Provider test is not healthy, error: got unexpected healthz status: the vault is closed");
        assertThat(provider.toStorage(VALUE, KEY)).isNotEmpty();
    }

    @Test
    @DisplayName("does not take a key that was sealed by another than the plugin's status tells")
    void sealedByAnother() throws Exception {
        plugin.keyId = "key-2";
        plugin.sealedBy = "key-3";
        pass(Duration.ofSeconds(21));

        assertThat(provider.fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("failed to rotate DEK"));
        assertThat(new String(provider.toStorage(VALUE, KEY), ISO_8859_1)).contains("key-1");
    }

    @Test
    @DisplayName("does not take a key without a name, and counts it")
    void namelessKey() {
        plugin.keyId = "";
        pass(Duration.ofSeconds(21));

        assertThat(provider.fault()).hasValueSatisfying(fault -> assertThat(fault)
                .contains("got invalid KMSv2 KeyID hash \"\": keyID is empty"));
        assertThat(registry.get("apiserver_envelope_encryption_invalid_key_id_from_status_total")
                        .tags("provider_name", "test", "error", "empty")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("refuses a value that was changed, moved to another key, or is none")
    void damaged() throws Exception {
        byte[] stored = provider.toStorage(VALUE, KEY);
        byte[] moved = "/registry/secrets/default/other".getBytes(UTF_8);

        assertThatThrownBy(() -> provider.open(stored, moved)).isInstanceOf(GeneralSecurityException.class);
        stored[stored.length / 4] ^= 1;
        assertThatThrownBy(() -> provider.open(stored, KEY)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> provider.open(new byte[] {1, 2, 3}, KEY)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> provider.open(new byte[0], KEY))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("encrypted data is empty");
    }

    @Test
    @DisplayName("that is started before its plugin writes when the plugin is there")
    void startedFirst() throws Exception {
        plugin.stop();
        try (KmsProvider early = provider()) {
            assertThatThrownBy(() -> early.toStorage(VALUE, KEY)).isInstanceOf(GeneralSecurityException.class);

            plugin.serve();
            pass(Duration.ofSeconds(4));
            assertThat(early.fault()).isEmpty();
            assertThat(early.toStorage(VALUE, KEY)).isNotEmpty();
        }
    }

    @Test
    @DisplayName("counts calls by method and code")
    void metrics() {
        assertThat(registry.get("apiserver_envelope_encryption_kms_operations_latency_seconds")
                        .tags(
                                "provider_name",
                                "test",
                                "method_name",
                                "/v2.KeyManagementService/Status",
                                "grpc_status_code",
                                "OK")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private final class Movable extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
