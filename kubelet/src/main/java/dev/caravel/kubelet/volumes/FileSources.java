package dev.caravel.kubelet.volumes;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.containers.ContainerConfigException;
import dev.caravel.kubelet.containers.FieldReferences;
import dev.caravel.kubelet.containers.ObjectReader;
import dev.caravel.kubelet.containers.ResourceFields;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns volume sources into the files that they stand for. Thread-safe. */
final class FileSources {
    private static final int TOKEN_MODE = 0600;
    private static final long TOKEN_SECONDS = 3600;

    private final ObjectReader objects;
    private final ResourceFields resources;
    private final ServiceAccountTokens tokens;

    FileSources(ObjectReader objects, ResourceFields resources, ServiceAccountTokens tokens) {
        this.objects = requireNonNull(objects, "objects is null");
        this.resources = requireNonNull(resources, "resources is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
    }

    Map<String, VolumeFile> configMap(
            String namespace, String name, List<KeyToPath> items, int defaultMode, boolean optional) {
        Optional<ConfigMap> map = objects.configMap(namespace, name);
        if (map.isEmpty() && !optional) {
            throw new VolumeException("configmap \"" + name + "\" not found");
        }
        Map<String, byte[]> data = new LinkedHashMap<>();
        map.ifPresent(found -> {
            orEmpty(found.getData()).forEach((key, text) -> data.put(key, text.getBytes(StandardCharsets.UTF_8)));
            orEmpty(found.getBinaryData()).forEach((key, base64) -> data.put(key, decode(base64)));
        });
        return select(data, items, defaultMode, optional);
    }

    Map<String, VolumeFile> secret(
            String namespace, String name, List<KeyToPath> items, int defaultMode, boolean optional) {
        Optional<Secret> secret = objects.secret(namespace, name);
        if (secret.isEmpty() && !optional) {
            throw new VolumeException("secret \"" + name + "\" not found");
        }
        Map<String, byte[]> data = new LinkedHashMap<>();
        secret.ifPresent(found -> orEmpty(found.getData()).forEach((key, base64) -> data.put(key, decode(base64))));
        return select(data, items, defaultMode, optional);
    }

    Map<String, VolumeFile> downwardApi(
            Pod pod, List<DownwardAPIVolumeFile> items, int defaultMode, FieldReferences.Addresses addresses) {
        Map<String, VolumeFile> files = new LinkedHashMap<>();
        for (DownwardAPIVolumeFile item : items) {
            try {
                String text = item.getFieldRef() != null
                        ? FieldReferences.resolve(pod, item.getFieldRef().getFieldPath(), addresses)
                        : resources.resolve(pod, null, item.getResourceFieldRef());
                files.put(
                        item.getPath(),
                        new VolumeFile(text.getBytes(StandardCharsets.UTF_8), mode(item.getMode(), defaultMode)));
            } catch (ContainerConfigException e) {
                throw new VolumeException(e.getMessage());
            }
        }
        return files;
    }

    Map<String, VolumeFile> projected(
            Pod pod, ProjectedVolumeSource source, int defaultMode, FieldReferences.Addresses addresses) {
        String namespace = pod.getMetadata().getNamespace();
        Map<String, VolumeFile> files = new LinkedHashMap<>();
        for (VolumeProjection projection : source.getSources()) {
            if (projection.getConfigMap() != null) {
                var map = projection.getConfigMap();
                files.putAll(configMap(namespace, map.getName(), map.getItems(), defaultMode, is(map.getOptional())));
            } else if (projection.getSecret() != null) {
                var secret = projection.getSecret();
                files.putAll(
                        secret(namespace, secret.getName(), secret.getItems(), defaultMode, is(secret.getOptional())));
            } else if (projection.getDownwardAPI() != null) {
                files.putAll(downwardApi(pod, projection.getDownwardAPI().getItems(), defaultMode, addresses));
            } else if (projection.getServiceAccountToken() != null) {
                files.putAll(token(pod, projection.getServiceAccountToken(), defaultMode));
            } else {
                throw new VolumeException("projected volume source is not supported by this kubelet");
            }
        }
        return files;
    }

    private Map<String, VolumeFile> token(Pod pod, ServiceAccountTokenProjection source, int defaultMode) {
        String text = tokens.get(
                pod,
                Objects.requireNonNullElse(source.getAudience(), ""),
                Objects.requireNonNullElse(source.getExpirationSeconds(), TOKEN_SECONDS));
        Integer owner = onlyUser(pod);
        boolean restricted = owner != null || VolumeOwnership.of(pod).applies();
        return Map.of(
                source.getPath(),
                new VolumeFile(text.getBytes(StandardCharsets.UTF_8), restricted ? TOKEN_MODE : defaultMode, owner));
    }

    /** The user that all containers run as by their specification, or null when they differ or do not say. */
    private static Integer onlyUser(Pod pod) {
        Long ofPod = pod.getSpec().getSecurityContext() == null
                ? null
                : pod.getSpec().getSecurityContext().getRunAsUser();
        Set<Optional<Long>> users = dev.caravel.kubelet.pods.PodContainer.of(pod).stream()
                .map(container -> Optional.ofNullable(container.spec().getSecurityContext())
                        .map(context -> context.getRunAsUser())
                        .or(() -> Optional.ofNullable(ofPod)))
                .collect(Collectors.toSet());
        return users.size() == 1 ? users.iterator().next().map(Long::intValue).orElse(null) : null;
    }

    private static Map<String, VolumeFile> select(
            Map<String, byte[]> data, List<KeyToPath> items, int defaultMode, boolean optional) {
        Map<String, VolumeFile> files = new LinkedHashMap<>();
        if (items == null || items.isEmpty()) {
            data.forEach((key, content) -> files.put(key, new VolumeFile(content, defaultMode)));
            return files;
        }
        for (KeyToPath item : items) {
            byte[] content = data.get(item.getKey());
            if (content != null) {
                files.put(item.getPath(), new VolumeFile(content, mode(item.getMode(), defaultMode)));
            } else if (!optional) {
                throw new VolumeException("references non-existent config key: " + item.getKey());
            }
        }
        return files;
    }

    private static int mode(Integer own, int fallback) {
        return own == null ? fallback : own;
    }

    private static boolean is(Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
