package dev.caravel.kubelet.sources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names the configMaps and secrets that a pod is made from. */
final class ReferencedObjects {
    enum Kind {
        CONFIG_MAP,
        SECRET
    }

    record Reference(Kind kind, String namespace, String name) {}

    private ReferencedObjects() {}

    static Set<Reference> of(Pod pod) {
        Set<Reference> found = new LinkedHashSet<>();
        String namespace = pod.getMetadata().getNamespace();
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (volume.getConfigMap() != null) {
                found.add(new Reference(
                        Kind.CONFIG_MAP, namespace, volume.getConfigMap().getName()));
            } else if (volume.getSecret() != null) {
                found.add(
                        new Reference(Kind.SECRET, namespace, volume.getSecret().getSecretName()));
            } else if (volume.getProjected() != null) {
                volume.getProjected().getSources().forEach(source -> add(found, namespace, source));
            }
        }
        pod.getSpec().getInitContainers().forEach(container -> add(found, namespace, container));
        pod.getSpec().getContainers().forEach(container -> add(found, namespace, container));
        return found;
    }

    private static void add(Set<Reference> found, String namespace, VolumeProjection source) {
        if (source.getConfigMap() != null) {
            found.add(new Reference(
                    Kind.CONFIG_MAP, namespace, source.getConfigMap().getName()));
        } else if (source.getSecret() != null) {
            found.add(new Reference(Kind.SECRET, namespace, source.getSecret().getName()));
        }
    }

    private static void add(Set<Reference> found, String namespace, Container container) {
        container.getEnvFrom().forEach(from -> {
            if (from.getConfigMapRef() != null) {
                found.add(new Reference(
                        Kind.CONFIG_MAP, namespace, from.getConfigMapRef().getName()));
            } else if (from.getSecretRef() != null) {
                found.add(new Reference(
                        Kind.SECRET, namespace, from.getSecretRef().getName()));
            }
        });
        container.getEnv().stream().filter(env -> env.getValueFrom() != null).forEach(env -> {
            var from = env.getValueFrom();
            if (from.getConfigMapKeyRef() != null) {
                found.add(new Reference(
                        Kind.CONFIG_MAP, namespace, from.getConfigMapKeyRef().getName()));
            } else if (from.getSecretKeyRef() != null) {
                found.add(new Reference(
                        Kind.SECRET, namespace, from.getSecretKeyRef().getName()));
            }
        });
    }
}
