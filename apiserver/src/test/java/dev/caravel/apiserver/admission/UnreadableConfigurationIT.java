package dev.caravel.apiserver.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("program")
@DisplayName("A server with a policy or webhook configuration in etcd that cannot be read")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class UnreadableConfigurationIT {
    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        admin = server.client("admin");
    }

    private static Client etcdClient() {
        return Client.builder().endpoints(server.etcdEndpoint()).build();
    }

    private static void plant(String key, String value) throws Exception {
        try (Client client = etcdClient()) {
            client.getKVClient().put(bytes(key), bytes(value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static void remove(String key) throws Exception {
        try (Client client = etcdClient()) {
            client.getKVClient().delete(bytes(key)).get(30, TimeUnit.SECONDS);
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private static ConfigMap write() {
        return admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("written")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .dryRun()
                .create();
    }

    /** The server hears of what is in etcd by its watch; each try is a request that leaves nothing behind. */
    private static void awaitRefusal(String why) {
        while (true) {
            try {
                write();
            } catch (KubernetesClientException e) {
                assertThat(e.getMessage()).contains(why);
                return;
            }
        }
    }

    private static void awaitNoRefusal() {
        while (true) {
            try {
                write();
                return;
            } catch (KubernetesClientException e) {
                assertThat(e.getCode()).isEqualTo(403);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validatingadmissionpolicies",
                "validatingadmissionpolicybindings",
                "mutatingadmissionpolicies",
                "mutatingadmissionpolicybindings",
                "validatingwebhookconfigurations",
                "mutatingwebhookconfigurations"
            })
    @DisplayName("refuses writes, since what cannot be read might refuse them, until it is gone")
    void refuses(String plural) throws Exception {
        String key = "/registry/" + plural + "/unreadable";
        write();
        plant(key, "rubbish");

        awaitRefusal("not yet ready to handle request");
        assertThat(admin.configMaps().inNamespace("default").list()).isNotNull();

        remove(key);
        awaitNoRefusal();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "{"})
    @DisplayName("goes by what a policy said before it became unreadable")
    void keeps(String value) throws Exception {
        String policy = """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: never}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
                  validations: [{expression: "false", message: never}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: never}
                spec: {policyName: never, validationActions: [Deny]}
                """;
        admin.load(new ByteArrayInputStream(policy.getBytes(UTF_8))).create();
        awaitRefusal("never");

        plant("/registry/validatingadmissionpolicies/never", value);

        // The same watch tells of both, in order: when it is read the policy has been told of as well.
        assertThatThrownBy(() -> admin.resource(new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName("later")
                                .withNamespace("default")
                                .endMetadata()
                                .build())
                        .create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("never");
        assertThatThrownBy(UnreadableConfigurationIT::write).hasMessageContaining("never");

        remove("/registry/validatingadmissionpolicies/never");
        remove("/registry/validatingadmissionpolicybindings/never");
        while (true) {
            try {
                write();
                return;
            } catch (KubernetesClientException e) {
                assertThat(e.getMessage()).contains("never");
            }
        }
    }
}
