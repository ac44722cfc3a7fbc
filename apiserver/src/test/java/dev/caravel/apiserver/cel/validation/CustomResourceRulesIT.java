package dev.caravel.apiserver.cel.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("program")
@DisplayName("The rules of custom resources, on a running server")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CustomResourceRulesIT {
    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        admin = server.client("admin");
    }

    private static CustomResourceDefinition definition(String plural, String rule) {
        return Serialization.unmarshal(
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: PLURAL.rules.example.com}
                spec:
                  group: rules.example.com
                  scope: Namespaced
                  names: {plural: PLURAL, singular: PLURAL, kind: KPLURAL, listKind: KPLURALList}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            x-kubernetes-validations:
                            - rule: "RULE"
                            properties:
                              x: {type: integer}
                """.replace("KPLURAL", "K" + plural).replace("PLURAL", plural).replace("RULE", rule),
                CustomResourceDefinition.class);
    }

    private static GenericKubernetesResource object(String plural, int x) {
        return Serialization.unmarshal("""
                apiVersion: rules.example.com/v1
                kind: K%s
                metadata: {name: one, namespace: default}
                spec: {x: %d}
                """.formatted(plural, x), GenericKubernetesResource.class);
    }

    private static Resource<GenericKubernetesResource> resource(String plural, int x) {
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup("rules.example.com")
                .withVersion("v1")
                .withKind("K" + plural)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        return admin.genericKubernetesResources(context).inNamespace("default").resource(object(plural, x));
    }

    private static void define(String plural, String rule) throws Exception {
        admin.resource(definition(plural, rule)).create();
        admin.resource(definition(plural, rule))
                .waitUntilCondition(
                        it -> it != null
                                && it.getStatus() != null
                                && it.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True")),
                        1,
                        TimeUnit.MINUTES);
    }

    @Test
    @DisplayName("let good objects in and refuse bad ones")
    void rules() throws Exception {
        define("plains", "self.x > 0");

        assertThatThrownBy(() -> resource("plains", 0).create())
                .hasMessageContaining("spec: Invalid value: failed rule: self.x > 0");
        assertThat(resource("plains", 1).create().getMetadata().getUid()).isNotEmpty();
    }

    @Test
    @DisplayName("compare with what was there before")
    void transitions() throws Exception {
        define("growings", "self.x >= oldSelf.x");
        resource("growings", 5).create();

        assertThatThrownBy(() -> resource("growings", 4).update())
                .hasMessageContaining("failed rule: self.x >= oldSelf.x");
        assertThat(resource("growings", 6).update().getMetadata().getUid()).isNotEmpty();
    }

    @Test
    @DisplayName("are refused when they name fields that there are not")
    void unknownFields() {
        assertThatThrownBy(() ->
                        admin.resource(definition("brokens", "self.z == 100")).create())
                .hasMessageContaining("undefined field 'z'");
        assertThatThrownBy(
                        () -> admin.resource(definition("brokens", "self = 42")).create())
                .hasMessageContaining("Syntax error");
    }
}
