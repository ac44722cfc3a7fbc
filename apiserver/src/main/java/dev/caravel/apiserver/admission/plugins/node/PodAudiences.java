package dev.caravel.apiserver.admission.plugins.node;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Whom a pod's volumes present tokens to: by projected tokens, or by CSI drivers that ask for tokens. */
final class PodAudiences {
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    private static final GroupResource DRIVERS = new GroupResource("storage.k8s.io", "csidrivers");

    /** The drivers that stand in for volume types that were part of Kubernetes once. */
    private static final Map<String, String> MIGRATED = Map.of(
            "awsElasticBlockStore", "ebs.csi.aws.com",
            "azureDisk", "disk.csi.azure.com",
            "azureFile", "file.csi.azure.com",
            "cinder", "cinder.csi.openstack.org",
            "gcePersistentDisk", "pd.csi.storage.gke.io",
            "portworxVolume", "pxd.portworx.com",
            "vsphereVolume", "csi.vsphere.vmware.com");

    /** @param faults what kept from looking further; of no interest when the audience was found */
    record Answer(boolean found, List<String> faults) {
        String fault() {
            return faults.size() == 1 ? faults.getFirst() : "[" + String.join(", ", faults) + "]";
        }
    }

    /** Something that a volume leads to is not there. */
    private static final class MissingException extends Exception {
        MissingException(String singular, String name) {
            super("%s \"%s\" not found".formatted(singular, name), null, false, false);
        }
    }

    private final ObjectReader reader;

    PodAudiences(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    Answer of(ObjectNode pod, String audience) {
        List<String> faults = new ArrayList<>();
        for (JsonNode volume : pod.at("/spec/volumes")) {
            try {
                if (projects(volume, audience) || driverAsks(driver(pod, volume), audience)) {
                    return new Answer(true, List.of());
                }
            } catch (MissingException e) {
                faults.add(e.getMessage());
            }
        }
        return new Answer(false, faults);
    }

    private static boolean projects(JsonNode volume, String audience) {
        return stream(volume.at("/projected/sources"))
                .map(source -> source.path("serviceAccountToken"))
                .anyMatch(token ->
                        token.isObject() && token.path("audience").asText().equals(audience));
    }

    private Optional<String> driver(ObjectNode pod, JsonNode volume) throws MissingException {
        String namespace = pod.at("/metadata/namespace").asText();
        if (volume.at("/ephemeral/volumeClaimTemplate").isObject()) {
            String claim = pod.at("/metadata/name").asText() + "-"
                    + volume.path("name").asText();
            return driverOfClaim(namespace, claim);
        }
        if (volume.has("persistentVolumeClaim")) {
            return driverOfClaim(
                    namespace, volume.at("/persistentVolumeClaim/claimName").asText());
        }
        return driverOfSource(volume);
    }

    private Optional<String> driverOfClaim(String namespace, String name) throws MissingException {
        String volume = reader.get(CLAIMS, namespace, name)
                .orElseThrow(() -> new MissingException("persistentvolumeclaim", name))
                .at("/spec/volumeName")
                .asText();
        return driverOfSource(reader.get(VOLUMES, "", volume)
                .orElseThrow(() -> new MissingException("persistentvolume", volume))
                .path("spec"));
    }

    private static Optional<String> driverOfSource(JsonNode source) {
        if (source.has("csi")) {
            return Optional.of(source.at("/csi/driver").asText());
        }
        return MIGRATED.entrySet().stream()
                .filter(type -> source.has(type.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private boolean driverAsks(Optional<String> name, String audience) throws MissingException {
        if (name.isEmpty()) {
            return false;
        }
        JsonNode driver = reader.get(DRIVERS, "", name.get())
                .orElseThrow(() -> new MissingException("csidriver.storage.k8s.io", name.get()));
        return stream(driver.at("/spec/tokenRequests"))
                .anyMatch(request -> request.path("audience").asText().equals(audience));
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
