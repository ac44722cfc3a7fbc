package dev.caravel.controllers.discovery;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ApiFailures;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the API server serves, each resource once: in its group's preferred version that has it. */
public final class ApiDiscovery {
    /** The resources found, and for each group version that could not be asked, why. */
    public record Found(List<ResourceType> resources, Map<String, String> failures) {}

    private final KubernetesClient client;

    public ApiDiscovery(KubernetesClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    /** @throws KubernetesClientException when not even the groups can be listed */
    public Found preferredResources() {
        List<ResourceType> resources = new ArrayList<>();
        Map<String, String> failures = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (String groupVersion : groupVersions()) {
            try {
                for (ResourceType type : resources(groupVersion)) {
                    if (seen.add(type.groupResource())) {
                        resources.add(type);
                    }
                }
            } catch (KubernetesClientException e) {
                failures.put(groupVersion, ApiFailures.messageOf(e));
            }
        }
        return new Found(List.copyOf(resources), Map.copyOf(failures));
    }

    /** Preferred versions before others of their group. */
    private List<String> groupVersions() {
        List<String> versions = new ArrayList<>(List.of("v1"));
        for (APIGroup group : client.getApiGroups().getGroups()) {
            String preferred = group.getPreferredVersion() == null
                    ? ""
                    : group.getPreferredVersion().getGroupVersion();
            if (!preferred.isEmpty()) {
                versions.add(preferred);
            }
            group.getVersions().stream()
                    .map(GroupVersionForDiscovery::getGroupVersion)
                    .filter(version -> !version.equals(preferred))
                    .forEach(versions::add);
        }
        return versions;
    }

    private List<ResourceType> resources(String groupVersion) {
        APIResourceList list = client.getApiResources(groupVersion);
        List<ResourceType> types = new ArrayList<>();
        if (list != null) {
            for (APIResource resource : list.getResources()) {
                if (!resource.getName().contains("/")) {
                    types.add(new ResourceType(
                            groupVersion,
                            resource.getName(),
                            resource.getKind(),
                            Boolean.TRUE.equals(resource.getNamespaced()),
                            new HashSet<>(resource.getVerbs())));
                }
            }
        }
        return types;
    }
}
