package dev.caravel.apiserver.patch.apply;

import static dev.caravel.apiserver.patch.apply.ApplyFixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The managed fields of creates, updates and patches")
class ManagedFieldsOfUpdatesTest {
    private final ApplyFixture map = ApplyFixture.configMap();
    private final ApplyFixture deployment = ApplyFixture.deployment();

    @Test
    @DisplayName("of a new object are all its creator's, but for what the system sets")
    void created() {
        map.update("kubectl-create", "metadata: {namespace: default, labels: {x: y}}\ndata: {a: one}");

        assertThat(map.entry("kubectl-create")).isEqualTo(yaml("""
                manager: kubectl-create
                operation: Update
                apiVersion: v1
                time: "2026-01-01T00:00:00Z"
                fieldsType: FieldsV1
                fieldsV1:
                  f:data: {.: {}, f:a: {}}
                  f:metadata: {f:labels: {.: {}, f:x: {}}}
                """));
    }

    @Test
    @DisplayName("go over to who changes them, one by one")
    void changed() {
        map.update("one", "data: {a: one, b: two}");

        map.update("two", "data: {a: other, b: two, c: new}");

        assertThat(map.fieldsOf("one")).isEqualTo(yaml("f:data: {.: {}, f:b: {}}"));
        assertThat(map.fieldsOf("two")).isEqualTo(yaml("f:data: {f:a: {}, f:c: {}}"));
        assertThat(map.entry("two").path("time").asText()).isEqualTo("2026-01-01T00:01:00Z");
    }

    @Test
    @DisplayName("are nobody's when they are gone")
    void removed() {
        map.update("one", "data: {a: one}\nimmutable: true");

        map.update("two", "immutable: true");

        assertThat(map.fieldsOf("one")).isEqualTo(yaml("f:immutable: {}"));
        assertThat(map.fieldsOf("two").isMissingNode()).isTrue();
    }

    @Test
    @DisplayName("do not change when the object does not")
    void same() {
        JsonNode before = map.update("one", "data: {a: one}").deepCopy();

        assertThat(map.update("two", "data: {a: one}")).isEqualTo(before);
    }

    @Test
    @DisplayName("of status are told from those of the object itself")
    void subresources() {
        deployment.update("me", "spec: {replicas: 1}");
        deployment.update("me", "status", "spec: {replicas: 1}\nstatus: {replicas: 1}");

        assertThat(deployment.object().at("/metadata/managedFields"))
                .extracting(entry -> entry.path("subresource").asText())
                .containsExactly("", "status");
    }

    @Test
    @DisplayName("list appliers first, then by time")
    void sorted() {
        map.update("updater", "data: {a: one}");
        map.apply("second", "data: {b: two}");
        map.apply("third", "data: {c: three}");

        assertThat(map.object().at("/metadata/managedFields"))
                .extracting(entry -> entry.path("manager").asText())
                .containsExactly("second", "third", "updater");
    }

    @Test
    @DisplayName("are given up by sending an empty list, or a list of one empty entry")
    void reset() {
        map.update("one", "data: {a: one}");
        map.update("two", "metadata: {managedFields: []}\ndata: {a: one}");
        assertThat(map.object().path("metadata").has("managedFields")).isFalse();

        map.update("three", "data: {a: other}");
        assertThat(map.object().path("metadata").has("managedFields")).isFalse();
    }

    @Test
    @DisplayName("can be edited by their owners")
    void edited() {
        map.update("one", "data: {a: one, b: two}");

        map.update("two", """
                metadata:
                  managedFields:
                  - {manager: other, operation: Apply, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {f:data: {f:b: {}}}}
                data: {a: one, b: two}
                """);

        assertThat(map.fieldsOf("other")).isEqualTo(yaml("f:data: {f:b: {}}"));
        assertThat(map.fieldsOf("one").isMissingNode()).isTrue();
    }

    @Test
    @DisplayName("stay as they were when what is sent makes no sense")
    void nonsense() {
        map.update("one", "data: {a: one}");

        map.update("two", """
                metadata: {managedFields: [{manager: other, operation: Steal, apiVersion: v1}]}
                data: {a: one}
                """);

        assertThat(map.fieldsOf("one")).isEqualTo(yaml("f:data: {.: {}, f:a: {}}"));
    }

    @Test
    @DisplayName("of the oldest updaters are thrown together when there are more than ten")
    void capped() {
        StringBuilder data = new StringBuilder("data: {k: v");
        for (int i = 0; i < 13; i++) {
            data.append(", k").append(i).append(": v");
            map.update("manager" + (char) ('a' + i), data + "}");
        }

        assertThat(map.object().at("/metadata/managedFields"))
                .hasSize(10)
                .extracting(entry -> entry.path("manager").asText())
                .containsExactly(
                        "ancient-changes",
                        "managere",
                        "managerf",
                        "managerg",
                        "managerh",
                        "manageri",
                        "managerj",
                        "managerk",
                        "managerl",
                        "managerm");
        assertThat(map.fieldsOf("ancient-changes"))
                .isEqualTo(yaml("f:data: {.: {}, f:k: {}, f:k0: {}, f:k1: {}, f:k2: {}, f:k3: {}}"));
    }
}
