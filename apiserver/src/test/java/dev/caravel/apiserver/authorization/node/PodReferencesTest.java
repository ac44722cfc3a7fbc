package dev.caravel.apiserver.authorization.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.authorization.node.NodeGraph.Ref;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.json.WantedFields;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a pod refers to")
class PodReferencesTest {
    /** Every way to name something, each with a name of its own. */
    private static final byte[] POD = """
            {
              "metadata": {"name": "pod", "namespace": "ns", "annotations": {"a": "b"}},
              "spec": {
                "nodeName": "node",
                "serviceAccountName": "account",
                "imagePullSecrets": [{"name": "pull"}],
                "initContainers": [{"name": "i", "envFrom": [{"secretRef": {"name": "init-all"}}],
                  "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "init-one", "key": "k"}}}]}],
                "containers": [{"name": "c", "image": "i", "envFrom": [{"configMapRef": {"name": "all"}}],
                  "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "one", "key": "k"}}}]}],
                "ephemeralContainers": [{"name": "e", "envFrom": [{"secretRef": {"name": "late-all"}}],
                  "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "late-one", "key": "k"}}}]}],
                "volumes": [
                  {"name": "a", "secret": {"secretName": "volume"}},
                  {"name": "b", "configMap": {"name": "volume"}},
                  {"name": "c", "persistentVolumeClaim": {"claimName": "claim"}},
                  {"name": "d", "ephemeral": {}},
                  {"name": "e", "csi": {"nodePublishSecretRef": {"name": "csi"}}},
                  {"name": "f", "azureFile": {"secretName": "azure"}},
                  {"name": "g", "projected": {"sources": [{"secret": {"name": "projected"}}, {"configMap": {"name": "projected"}}]}}
                ],
                "resourceClaims": [{"name": "x", "resourceClaimName": "named"}, {"name": "y"}]
              },
              "status": {
                "resourceClaimStatuses": [{"name": "y", "resourceClaimName": "made"}],
                "extendedResourceClaimStatus": {"resourceClaimName": "extended"}
              }
            }
            """.getBytes(UTF_8);

    private static Ref ref(String resource, String name) {
        return new Ref(resource, "ns", name);
    }

    @Test
    @DisplayName("is found wherever it names it")
    void everywhere() {
        Set<Ref> expected = new HashSet<>();
        expected.add(ref("serviceaccounts", "account"));
        for (String secret :
                Set.of("pull", "init-all", "one", "late-all", "late-one", "volume", "csi", "azure", "projected")) {
            expected.add(ref("secrets", secret));
        }
        for (String map : Set.of("init-one", "all", "volume", "projected")) {
            expected.add(ref("configmaps", map));
        }
        expected.add(ref("persistentvolumeclaims", "claim"));
        expected.add(ref("persistentvolumeclaims", "pod-d"));
        for (String claim : Set.of("named", "made", "extended")) {
            expected.add(ref("resourceclaims", claim));
        }

        assertThat(PodReferences.of(JsonCodec.readStored(POD))).isEqualTo(expected);
    }

    @Test
    @DisplayName("is in the fields that it says it reads, and in what objects are known by")
    void fields() {
        Set<String> told = new HashSet<>(PodReferences.FIELDS);
        told.addAll(Set.of(".metadata.name", ".metadata.namespace"));

        assertThat(PodReferences.of(WantedFields.of(told).readStored(POD)))
                .isEqualTo(PodReferences.of(JsonCodec.readStored(POD)));
    }

    @Test
    @DisplayName("is nothing for a mirror pod, by those fields as well")
    void mirror() {
        byte[] mirror = new String(POD, UTF_8)
                .replace("\"a\": \"b\"", "\"kubernetes.io/config.mirror\": \"x\"")
                .getBytes(UTF_8);

        assertThat(PodReferences.of(WantedFields.of(PodReferences.FIELDS).readStored(mirror)))
                .isEmpty();
    }
}
