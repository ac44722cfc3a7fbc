package dev.caravel.apiserver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.fixture.EtcdProcess;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("program")
@DisplayName("A server with values in etcd that cannot be read")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UnreadableValuesIT {
    private static EtcdProcess etcd;
    private static ApiServerProcess server;
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        etcd = EtcdProcess.start();
        plant("/registry/configmaps/default/corrupt", "rubbish");
        plant("/registry/secrets/default/sealed", "k8s:enc:aescbc:v1:lost:0123456789abcdef");
        server = ApiServerProcess.start(etcd);
        admin = server.client("admin");
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.close();
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    private static void plant(String key, String value) throws Exception {
        try (Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
            client.getKVClient()
                    .put(ByteSequence.from(key, UTF_8), ByteSequence.from(value, UTF_8))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void assertFails(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(KubernetesClientException.class, e -> {
            assertThat(e.getCode()).isEqualTo(500);
            assertThat(e.getStatus().getMessage()).startsWith(message);
        });
    }

    @Test
    @DisplayName("starts, serves all else, and tells of them once")
    void others() throws Exception {
        ConfigMap other = admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("fine")
                        .withNamespace("kube-system")
                        .endMetadata()
                        .build())
                .create();

        assertThat(admin.resource(other).get()).isNotNull();
        assertThat(admin.configMaps().inNamespace("kube-system").list().getItems())
                .extracting(each -> each.getMetadata().getName())
                .contains("fine");
        assertThat(admin.serviceAccounts().inAnyNamespace().list()).isNotNull();
        assertThat(server.log())
                .containsOnlyOnce("unable to decode key \"/registry/configmaps/default/corrupt\"")
                .containsOnlyOnce("unable to transform key \"/registry/secrets/default/sealed\"");
    }

    @Test
    @DisplayName("answers 500 for them, and for lists that they belong to")
    void refused() {
        String corrupt = "Unrecognized token 'rubbish'";
        String sealed = "identity transformer tried to read encrypted data";

        assertFails(
                () -> admin.configMaps()
                        .inNamespace("default")
                        .withName("corrupt")
                        .get(),
                corrupt);
        assertFails(() -> admin.configMaps().inNamespace("default").list(), corrupt);
        assertFails(() -> admin.configMaps().inAnyNamespace().list(), corrupt);
        assertFails(
                () -> admin.secrets().inNamespace("default").withName("sealed").get(),
                "Internal error occurred: " + sealed);
        assertFails(
                () -> admin.secrets().inNamespace("default").list(),
                "Internal error occurred: unable to transform key \"/registry/secrets/default/sealed\": " + sealed);
        assertFails(
                () -> admin.secrets().inNamespace("default").withName("sealed").delete(),
                "Internal error occurred: " + sealed);
    }

    @Test
    @DisplayName("serves such an object once it is written by somebody who can")
    void repaired() throws Exception {
        plant("/registry/configmaps/kube-public/broken", "{");
        String fine =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"broken\",\"namespace\":\"kube-public\"}}";

        assertFails(() -> admin.configMaps().inNamespace("kube-public").list(), "Unexpected end-of-input");
        plant("/registry/configmaps/kube-public/broken", fine);

        assertThat(admin.configMaps()
                        .inNamespace("kube-public")
                        .withName("broken")
                        .get())
                .isNotNull();
    }
}
