package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import dev.caravel.deploy.system.Problem;
import dev.caravel.machinery.version.KubernetesVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/** Writes an image as one file in the layout of the Open Container Initiative. The same content gives the same digest. */
final class OciArchive {
    private static final String SEARCH_PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Release release;
    private final Path scratch;

    OciArchive(Release release, Path scratch) {
        this.release = requireNonNull(release, "release is null");
        this.scratch = requireNonNull(scratch, "scratch is null");
    }

    /** Answers the image's digest. */
    String write(RoleImage image, ImagePlan plan, Path file) throws IOException, InterruptedException {
        String reference = RoleImage.reference(image.role(), release);
        Path fresh = scratch.resolve(file.getFileName());
        try {
            JibContainer made = container(image, plan)
                    .containerize(Containerizer.to(TarImage.at(fresh).named(reference))
                            .setOfflineMode(true)
                            .setApplicationLayersCache(scratch.resolve("layers"))
                            .setBaseImageLayersCache(scratch.resolve("base-layers")));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return made.getDigest().toString();
        } catch (InvalidImageReferenceException e) {
            throw new Problem("'" + reference + "' cannot be an image's name; choose another --release", e);
        } catch (RegistryException | CacheDirectoryCreationException | ExecutionException e) {
            throw new Problem("cannot make the image " + reference + ": " + e.getMessage(), e);
        }
    }

    private JibContainerBuilder container(RoleImage image, ImagePlan plan) throws IOException {
        JibContainerBuilder container = Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(new Platform("amd64", "linux")))
                .setCreationTime(release.time())
                .setUser(image.user().ids())
                .addEnvironmentVariable("PATH", SEARCH_PATH)
                .setEntrypoint(List.of("/usr/local/bin/" + image.role().program()));
        labels(image).forEach(container::addLabel);
        plan.layers().forEach(files -> container.addFileEntriesLayer(layer(files)));
        return container;
    }

    private FileEntriesLayer layer(Collection<ImageFile> files) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder();
        for (ImageFile file : files) {
            layer.addEntry(
                    file.source(),
                    AbsoluteUnixPath.get(file.target()),
                    FilePermissions.fromOctalString(file.mode()),
                    release.time());
        }
        return layer.build();
    }

    private Map<String, String> labels(RoleImage image) {
        return new TreeMap<>(Map.of(
                "org.opencontainers.image.title", image.role().program(),
                "org.opencontainers.image.description", image.description(),
                "org.opencontainers.image.version", release.version(),
                "org.opencontainers.image.created", release.time().toString(),
                "org.opencontainers.image.licenses", "Apache-2.0",
                "dev.caravel.kubernetes.version", KubernetesVersion.GIT_VERSION));
    }
}
