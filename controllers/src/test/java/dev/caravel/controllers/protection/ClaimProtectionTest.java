package dev.caravel.controllers.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A claim is in use")
class ClaimProtectionTest {
    private static final PersistentVolumeClaim CLAIM = Serialization.unmarshal("""
        metadata:
          name: web-data
          ownerReferences: [{kind: Pod, name: web, uid: u1, controller: true}]
        """, PersistentVolumeClaim.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u1 | {nodeName: n, volumes: [{name: v, persistentVolumeClaim: {claimName: web-data}}]} | true",
                "u1 | {volumes: [{name: v, persistentVolumeClaim: {claimName: web-data}}]}              | false",
                "u1 | {nodeName: n, volumes: [{name: v, persistentVolumeClaim: {claimName: other}}]}    | false",
                "u1 | {nodeName: n, volumes: [{name: data, ephemeral: {}}]}                             | true",
                "u2 | {nodeName: n, volumes: [{name: data, ephemeral: {}}]}                             | false",
            })
    @DisplayName("when a pod on a node mounts it, by name or as its own")
    void used(String uid, String spec, boolean used) {
        Pod pod = Serialization.unmarshal("metadata: {name: web, uid: " + uid + "}\nspec: " + spec, Pod.class);

        assertThat(ClaimProtection.isUsed(CLAIM, List.of(pod))).isEqualTo(used);
    }
}
