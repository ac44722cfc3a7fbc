package dev.caravel.kubelet.volumes;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.containers.FieldReferences;
import dev.caravel.kubelet.containers.ObjectReader;
import dev.caravel.kubelet.containers.PodDirectories;
import dev.caravel.kubelet.containers.ResourceFields;
import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The volumes of pods: makes them, keeps them up to date, removes them. Thread-safe for different pods. */
public final class PodVolumes {
    private static final int DEFAULT_MODE = 0644;
    private static final String PLUGIN = "kubernetes.io~";

    private final PodDirectories directories;
    private final Mounter mounter;
    private final FileSources sources;
    private final ServiceAccountTokens tokens;

    public PodVolumes(
            PodDirectories directories,
            Mounter mounter,
            ObjectReader objects,
            ResourceFields resources,
            ServiceAccountTokens tokens) {
        this.directories = requireNonNull(directories, "directories is null");
        this.mounter = requireNonNull(mounter, "mounter is null");
        this.sources = new FileSources(objects, resources, tokens);
        this.tokens = requireNonNull(tokens, "tokens is null");
    }

    /** Why a volume is not there, and which. */
    public record Failure(String volume, String message) {}

    /** Makes all volumes, or brings them up to date; what failed is in the answer, the others are there. */
    public Map<String, Failure> setUp(Pod pod, FieldReferences.Addresses addresses) {
        Map<String, Failure> failures = new LinkedHashMap<>();
        for (Volume volume : pod.getSpec().getVolumes()) {
            try {
                volume(pod, volume, addresses).setUp();
            } catch (IOException | RuntimeException e) {
                failures.put(volume.getName(), new Failure(volume.getName(), String.valueOf(e.getMessage())));
            }
        }
        return failures;
    }

    /** Where the volumes of a pod lie, by name; null for one that it does not have. */
    public Function<String, Path> paths(Pod pod) {
        FieldReferences.Addresses none = new FieldReferences.Addresses(java.util.List.of(), java.util.List.of());
        return name -> pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .map(volume -> volume(pod, volume, none).path())
                .findFirst()
                .orElse(null);
    }

    /** When something in the volumes of a pod grows old, so that setting up again is due. */
    public java.util.Optional<java.time.Instant> renewAt(Pod pod) {
        return tokens.renewAt(pod.getMetadata().getUid());
    }

    /** Unmounts and removes all that was made for a pod; idempotent. */
    public void tearDown(String podUid) throws IOException {
        tokens.forget(podUid);
        Path root = directories.pod(podUid);
        if (!Files.exists(root)) {
            return;
        }
        for (Path mount : mounter.mountsBelow(root)) {
            mounter.unmount(mount);
        }
        FileTree.delete(root);
    }

    private PodVolume volume(Pod pod, Volume volume, FieldReferences.Addresses addresses) {
        String uid = pod.getMetadata().getUid();
        String namespace = pod.getMetadata().getNamespace();
        VolumeOwnership ownership = VolumeOwnership.of(pod);
        if (volume.getEmptyDir() != null) {
            EmptyDirVolumeSource source = volume.getEmptyDir();
            return new EmptyDirVolume(
                    path(uid, "empty-dir", volume),
                    "Memory".equals(source.getMedium()),
                    source.getSizeLimit() == null
                            ? 0
                            : Quantity.parse(source.getSizeLimit().toString()).toLong(),
                    mounter,
                    ownership);
        }
        if (volume.getHostPath() != null) {
            return new HostPathVolume(
                    Path.of(volume.getHostPath().getPath()),
                    volume.getHostPath().getType());
        }
        if (volume.getConfigMap() != null) {
            var source = volume.getConfigMap();
            return files(
                    path(uid, "configmap", volume),
                    false,
                    ownership,
                    () -> sources.configMap(
                            namespace,
                            source.getName(),
                            source.getItems(),
                            mode(source.getDefaultMode()),
                            Boolean.TRUE.equals(source.getOptional())));
        }
        if (volume.getSecret() != null) {
            var source = volume.getSecret();
            return files(
                    path(uid, "secret", volume),
                    true,
                    ownership,
                    () -> sources.secret(
                            namespace,
                            source.getSecretName(),
                            source.getItems(),
                            mode(source.getDefaultMode()),
                            Boolean.TRUE.equals(source.getOptional())));
        }
        if (volume.getDownwardAPI() != null) {
            var source = volume.getDownwardAPI();
            return files(
                    path(uid, "downward-api", volume),
                    false,
                    ownership,
                    () -> sources.downwardApi(pod, source.getItems(), mode(source.getDefaultMode()), addresses));
        }
        if (volume.getProjected() != null) {
            var source = volume.getProjected();
            return files(
                    path(uid, "projected", volume),
                    true,
                    ownership,
                    () -> sources.projected(pod, source, mode(source.getDefaultMode()), addresses));
        }
        throw new VolumeException("no volume plugin matched");
    }

    private FilesVolume files(
            Path path,
            boolean inMemory,
            VolumeOwnership ownership,
            java.util.function.Supplier<Map<String, VolumeFile>> files) {
        return new FilesVolume(path, inMemory, files, mounter, ownership);
    }

    private Path path(String uid, String plugin, Volume volume) {
        return directories.volume(uid, PLUGIN + plugin, volume.getName());
    }

    private static int mode(Integer mode) {
        return Objects.requireNonNullElse(mode, DEFAULT_MODE);
    }
}
