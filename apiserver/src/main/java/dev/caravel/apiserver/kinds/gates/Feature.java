package dev.caravel.apiserver.kinds.gates;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A feature that v1.36 has, and that is off unless somebody turns it on, which cannot be done here.
 *
 * @param fields in an object of one resource
 */
record Feature(String name, List<GatedField> fields) {
    Feature {
        fields = List.copyOf(fields);
    }

    static Feature of(String name, String... fields) {
        return new Feature(name, Arrays.stream(fields).map(GatedField::of).toList());
    }

    /** Those of a pod's specification, which is in all kinds that make pods. */
    static List<Feature> ofPodSpec(String at) {
        return Stream.of(
                        new String[] {
                            "ContainerStopSignals",
                            "containers[].lifecycle?.stopSignal",
                            "initContainers[].lifecycle?.stopSignal",
                            "ephemeralContainers[].lifecycle?.stopSignal"
                        },
                        new String[] {"ClusterTrustBundleProjection", "volumes[].projected.sources[].clusterTrustBundle"
                        },
                        new String[] {"PodCertificateRequest", "volumes[].projected.sources[].podCertificate"},
                        new String[] {"GenericWorkload", "schedulingGroup"})
                .map(it -> of(
                        it[0],
                        Arrays.stream(it).skip(1).map(field -> at + "." + field).toArray(String[]::new)))
                .toList();
    }

    boolean isUsedIn(JsonNode object) {
        return fields.stream().anyMatch(field -> field.isIn(object));
    }

    void removeFrom(JsonNode object) {
        fields.forEach(field -> field.removeFrom(object));
    }
}
