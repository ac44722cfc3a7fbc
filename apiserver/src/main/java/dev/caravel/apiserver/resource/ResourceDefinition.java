package dev.caravel.apiserver.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that can be said of a resource without code; one YAML file each under {@code resources/api/<group>/<version>/}.
 *
 * @param id group, version and plural
 * @param kind for example {@code Deployment}
 * @param listKind for example {@code DeploymentList}
 * @param message the schema's name, for example {@code k8s.io.api.apps.v1.Deployment}
 * @param storagePrefix where the objects are in etcd below {@code /registry/}, for example {@code deployments},
 *     {@code services/specs} or {@code minions}: upstream's own
 * @param storageVersion the version that is stored; several served versions of one kind share prefix and version
 * @param verbs what discovery tells: create, delete, deletecollection, get, list, patch, update, watch
 * @param subresources by name: status, scale, and those that {@code kinds/} implements
 * @param selectableFields besides metadata.name and metadata.namespace
 * @param columns of the Table form, after Name; Age is one of them
 * @param deprecation what clients are warned of, whatever they do with the resource; empty for most
 * @param generation true when a change outside metadata and status counts up metadata.generation
 */
public record ResourceDefinition(
        GroupVersionResource id,
        String kind,
        String listKind,
        String singular,
        List<String> shortNames,
        List<String> categories,
        boolean namespaced,
        String message,
        String storagePrefix,
        String storageVersion,
        Set<String> verbs,
        Map<String, Subresource> subresources,
        Set<String> selectableFields,
        List<Column> columns,
        Optional<String> deprecation,
        boolean generation) {

    /**
     * @param kind what it takes and returns, with its own group and version ({@code autoscaling/v1 Scale})
     * @param properties what the subresource needs, for example {@code specReplicasPath}
     */
    public record Subresource(
            String name,
            String group,
            String version,
            String kind,
            Set<String> verbs,
            Map<String, String> properties) {}

    /**
     * One column of a Table.
     *
     * @param priority 0 is always shown, 1 by {@code -o wide}
     * @param source a JSONPath, or the name of a computed cell such as {@code age}, {@code podReady}
     */
    public record Column(String name, String type, String format, String description, int priority, String source) {}

    /** What a request takes, by its subresource: {@code policy/v1 Eviction} for {@code pods/eviction}. */
    public GroupVersionKind kind(String subresource) {
        Subresource own = subresources.get(subresource);
        return own == null
                ? new GroupVersionKind(id.group(), id.version(), kind)
                : new GroupVersionKind(own.group(), own.version(), own.kind());
    }

    public boolean hasSubresource(String name) {
        return subresources.containsKey(name);
    }
}
