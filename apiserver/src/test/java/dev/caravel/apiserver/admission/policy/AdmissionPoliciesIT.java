package dev.caravel.apiserver.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("program")
@DisplayName("Admission policies of a running server")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AdmissionPoliciesIT {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %s, namespace: default}
            spec:
              replicas: %d
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: web, image: web}]
            """;

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        admin = server.client("admin");
    }

    private static void create(String yaml) {
        admin.load(new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .create();
    }

    private static Deployment deploy(String name, int replicas) {
        return admin.resource(deployment(DEPLOYMENT.formatted(name, replicas))).create();
    }

    private static Deployment deployment(String yaml) {
        return io.fabric8.kubernetes.client.utils.Serialization.unmarshal(yaml, Deployment.class);
    }

    /** A policy works once the server's watch has told of it; each try is a request that leaves nothing behind. */
    private static void awaitRefusalOf(ConfigMap marker) {
        while (true) {
            try {
                admin.resource(marker).dryRun().create();
            } catch (KubernetesClientException e) {
                assertThat(e.getMessage()).contains("marked");
                return;
            }
        }
    }

    private static ConfigMap marker(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("marker")
                .withNamespace("default")
                .addToLabels("marker", name)
                .endMetadata()
                .build();
    }

    @Test
    @DisplayName("refuse a deployment with a message of their own, and let another pass")
    void validating() {
        create("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: replicas.policy.example.com}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
                  matchConditions:
                  - {name: scope, expression: "object.kind == 'Deployment' || has(object.metadata.labels) && object.metadata.labels.?marker.orValue('') == 'v'"}
                  variables:
                  - {name: replicas, expression: "object.kind == 'Deployment' ? object.spec.replicas : 0"}
                  validations:
                  - expression: "object.kind != 'ConfigMap'"
                    message: marked
                  - expression: variables.replicas > 1
                    messageExpression: "'wants replicas > 1, got ' + string(variables.replicas)"
                  - expression: "namespaceObject.metadata.name == 'default'"
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: replicas-binding}
                spec: {policyName: replicas.policy.example.com, validationActions: [Deny]}
                """);
        awaitRefusalOf(marker("v"));

        assertThat(deploy("two", 2).getSpec().getReplicas()).isEqualTo(2);
        assertThatThrownBy(() -> deploy("one", 1)).isInstanceOfSatisfying(KubernetesClientException.class, e -> {
            assertThat(e.getCode()).isEqualTo(422);
            assertThat(e.getStatus().getMessage())
                    .isEqualTo(
                            "deployments.apps \"one\" is forbidden: ValidatingAdmissionPolicy 'replicas.policy.example.com'"
                                    + " with binding 'replicas-binding' denied request: wants replicas > 1, got 1");
        });
    }

    @Test
    @DisplayName("refuse evictions and tokens, in a dry run as well")
    void virtualResources() {
        create("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: virtual.policy.example.com}
                spec:
                  matchConstraints:
                    resourceRules:
                    - apiGroups: [""]
                      apiVersions: [v1]
                      operations: [CREATE]
                      resources: [pods/eviction, serviceaccounts/token, configmaps]
                  matchConditions:
                  - name: scope
                    expression: "object.kind != 'ConfigMap' || has(object.metadata.labels) && object.metadata.labels.?marker.orValue('') == 'virtual'"
                  validations:
                  - expression: "request.kind.kind != 'ConfigMap'"
                    message: marked
                  - expression: "!(request.kind.group == 'policy' && request.kind.kind == 'Eviction' && request.subResource == 'eviction')"
                    messageExpression: "'no eviction of ' + object.metadata.name"
                  - expression: "request.requestKind.kind != 'TokenRequest' || object.spec.expirationSeconds <= 3600"
                    messageExpression: "'not for ' + string(object.spec.expirationSeconds) + ' s'"
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: virtual-binding}
                spec: {policyName: virtual.policy.example.com, validationActions: [Deny]}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: robot, namespace: default}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: lone, namespace: default}
                spec:
                  serviceAccountName: robot
                  containers: [{name: c, image: c}]
                """);
        awaitRefusalOf(marker("virtual"));
        String denied = " denied request: ";

        assertThatThrownBy(() -> evict("lone", "")).hasMessageContaining(denied + "no eviction of lone");
        assertThatThrownBy(() -> evict("lone", "?dryRun=All")).hasMessageContaining(denied + "no eviction of lone");
        assertThat(admin.pods().inNamespace("default").withName("lone").get()).isNotNull();
        assertThat(token(3600).getStatus().getToken()).isNotEmpty();
        assertThatThrownBy(() -> token(7200)).hasMessageContaining(denied + "not for 7200 s");
    }

    private static void evict(String pod, String query) {
        admin.raw(
                "/api/v1/namespaces/default/pods/%s/eviction%s".formatted(pod, query),
                "POST",
                java.util.Map.of(
                        "kind", "Eviction", "apiVersion", "policy/v1", "metadata", java.util.Map.of("name", pod)));
    }

    private static TokenRequest token(long seconds) {
        return admin.serviceAccounts()
                .inNamespace("default")
                .withName("robot")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(seconds)
                        .endSpec()
                        .build());
    }

    @Test
    @DisplayName("see a change of scale as a Scale")
    void scale() {
        create("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: scale.policy.example.com}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [apps], apiVersions: [v1], operations: [UPDATE], resources: [deployments/scale]}
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
                  matchConditions:
                  - name: scope
                    expression: "object.kind != 'ConfigMap' || has(object.metadata.labels) && object.metadata.labels.?marker.orValue('') == 'scale'"
                  validations:
                  - expression: "object.kind != 'ConfigMap'"
                    message: marked
                  - expression: "object.kind == 'Scale' && request.kind.group == 'autoscaling' && object.spec.replicas < 10"
                    messageExpression: "string(oldObject.spec.replicas) + ' to ' + string(object.spec.replicas)"
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: scale-binding}
                spec: {policyName: scale.policy.example.com, validationActions: [Deny]}
                """);
        awaitRefusalOf(marker("scale"));
        Deployment scaled = deploy("scaled", 3);

        assertThat(admin.resource(scaled).scale(4).getSpec().getReplicas()).isEqualTo(4);
        assertThatThrownBy(() -> admin.resource(scaled).scale(10)).hasMessageContaining("denied request: 4 to 10");
        assertThat(admin.resource(scaled).get().getSpec().getReplicas()).isEqualTo(4);
    }

    @Test
    @DisplayName("change an object before it is stored")
    void mutating() {
        create("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingAdmissionPolicy
                metadata: {name: mutate.policy.example.com}
                spec:
                  reinvocationPolicy: Never
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
                  mutations:
                  - patchType: ApplyConfiguration
                    applyConfiguration:
                      expression: >
                        Object{metadata: Object.metadata{annotations: {"mutated-by": "admission-policy"}}, data: {"n": "1"}}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingAdmissionPolicyBinding
                metadata: {name: mutate-binding}
                spec: {policyName: mutate.policy.example.com}
                """);

        ConfigMap created;
        do {
            created = admin.resource(marker("m")).dryRun().create();
        } while (created.getData() == null);

        assertThat(created.getMetadata().getAnnotations()).containsEntry("mutated-by", "admission-policy");
        assertThat(created.getData()).containsEntry("n", "1");
        admin.load(new java.io.ByteArrayInputStream("""
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: MutatingAdmissionPolicyBinding
                        metadata: {name: mutate-binding}
                        """.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .delete();
    }

    @Test
    @DisplayName("are refused when their expressions cannot be compiled")
    void compileErrors() {
        assertThatThrownBy(() -> create("""
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: ValidatingAdmissionPolicy
                        metadata: {name: broken.policy.example.com}
                        spec:
                          matchConstraints:
                            resourceRules:
                            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
                          validations:
                          - {expression: "object.spec.replicas >"}
                        """))
                .hasMessageContaining(
                        "spec.validations[0].expression: Invalid value: \"object.spec.replicas >\": compilation failed: ERROR: <input>:1:23: Syntax error:");
    }
}
