package dev.caravel.kubelet.containers;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Resolves the environment of a container: services, then envFrom, then env, later ones winning. */
public final class Environment {
    private static final String API_SERVICE_NAMESPACE = "default";
    private static final String API_SERVICE = "kubernetes";

    private final ObjectReader objects;
    private final ResourceFields resources;

    public Environment(ObjectReader objects, ResourceFields resources) {
        this.objects = requireNonNull(objects, "objects is null");
        this.resources = requireNonNull(resources, "resources is null");
    }

    /**
     * @throws ContainerConfigException when an object or key that is not optional is missing
     */
    public Map<String, String> of(Pod pod, Container container, FieldReferences.Addresses addresses) {
        Map<String, String> services = services(pod);
        Map<String, String> result = new LinkedHashMap<>();
        String namespace = pod.getMetadata().getNamespace();
        for (EnvFromSource source : container.getEnvFrom()) {
            String prefix = source.getPrefix() == null ? "" : source.getPrefix();
            from(namespace, source).forEach((key, value) -> result.put(prefix + key, value));
        }
        for (EnvVar variable : container.getEnv()) {
            if (variable.getValueFrom() == null) {
                Map<String, String> known = new LinkedHashMap<>(services);
                known.putAll(result);
                result.put(
                        variable.getName(),
                        Expansion.expand(Objects.requireNonNullElse(variable.getValue(), ""), known));
            } else {
                valueFrom(pod, container, variable.getValueFrom(), addresses)
                        .ifPresent(value -> result.put(variable.getName(), value));
            }
        }
        services.forEach(result::putIfAbsent);
        return result;
    }

    private Map<String, String> services(Pod pod) {
        boolean links = !Boolean.FALSE.equals(pod.getSpec().getEnableServiceLinks());
        Collection<Service> told = objects.services(pod.getMetadata().getNamespace());
        return ServiceVariables.of(
                told.stream().filter(service -> links || isApi(service)).toList());
    }

    private static boolean isApi(Service service) {
        return API_SERVICE_NAMESPACE.equals(service.getMetadata().getNamespace())
                && API_SERVICE.equals(service.getMetadata().getName());
    }

    private Map<String, String> from(String namespace, EnvFromSource source) {
        if (source.getConfigMapRef() != null) {
            String name = source.getConfigMapRef().getName();
            Optional<ConfigMap> map = objects.configMap(namespace, name);
            if (map.isEmpty() && !Boolean.TRUE.equals(source.getConfigMapRef().getOptional())) {
                throw notFound("configmap", name);
            }
            return map.map(ConfigMap::getData).orElse(Map.of());
        }
        if (source.getSecretRef() != null) {
            String name = source.getSecretRef().getName();
            Optional<Secret> secret = objects.secret(namespace, name);
            if (secret.isEmpty() && !Boolean.TRUE.equals(source.getSecretRef().getOptional())) {
                throw notFound("secret", name);
            }
            Map<String, String> values = new LinkedHashMap<>();
            secret.map(Secret::getData).ifPresent(data -> data.forEach((key, value) -> values.put(key, decode(value))));
            return values;
        }
        return Map.of();
    }

    private Optional<String> valueFrom(
            Pod pod, Container container, EnvVarSource source, FieldReferences.Addresses addresses) {
        String namespace = pod.getMetadata().getNamespace();
        if (source.getFieldRef() != null) {
            return Optional.of(FieldReferences.resolve(pod, source.getFieldRef().getFieldPath(), addresses));
        }
        if (source.getResourceFieldRef() != null) {
            return Optional.of(resources.resolve(pod, container, source.getResourceFieldRef()));
        }
        if (source.getConfigMapKeyRef() != null) {
            var ref = source.getConfigMapKeyRef();
            Optional<ConfigMap> map = objects.configMap(namespace, ref.getName());
            return key(
                    "configmap",
                    "ConfigMap",
                    namespace,
                    ref.getName(),
                    ref.getKey(),
                    Boolean.TRUE.equals(ref.getOptional()),
                    map.map(ConfigMap::getData),
                    map.isPresent());
        }
        if (source.getSecretKeyRef() != null) {
            var ref = source.getSecretKeyRef();
            Optional<Secret> secret = objects.secret(namespace, ref.getName());
            return key(
                            "secret",
                            "Secret",
                            namespace,
                            ref.getName(),
                            ref.getKey(),
                            Boolean.TRUE.equals(ref.getOptional()),
                            secret.map(Secret::getData),
                            secret.isPresent())
                    .map(Environment::decode);
        }
        throw new ContainerConfigException("environment variable source is not supported");
    }

    private static Optional<String> key(
            String resource,
            String kind,
            String namespace,
            String name,
            String key,
            boolean optional,
            Optional<Map<String, String>> data,
            boolean found) {
        Optional<String> value = data.map(entries -> entries.get(key));
        if (value.isPresent() || optional) {
            return value;
        }
        if (!found) {
            throw notFound(resource, name);
        }
        throw new ContainerConfigException("couldn't find key " + key + " in " + kind + " " + namespace + "/" + name);
    }

    private static ContainerConfigException notFound(String resource, String name) {
        return new ContainerConfigException(resource + " \"" + name + "\" not found");
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** The variables that a container's command and arguments may name. */
    static List<String> expandAll(List<String> texts, Map<String, String> variables) {
        return texts.stream().map(text -> Expansion.expand(text, variables)).toList();
    }
}
