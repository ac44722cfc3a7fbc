package dev.caravel.deploy.images;

import static java.util.Objects.requireNonNull;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Port;
import dev.caravel.deploy.images.ImageArchive.Content;
import dev.caravel.deploy.node.NodeConfiguration;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.DirectoryTrees;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/** Images made from the machine's static busybox, without any registry, enough to run and to try a cluster offline. */
public final class LocalImages {
    private static final List<ImageArchive> IMAGES = List.of(
            new ImageArchive(NodeConfiguration.PAUSE_IMAGE, "pause", Content.PAUSE),
            new ImageArchive("docker.io/library/busybox:1.35", "busybox-1.35", Content.BUSYBOX),
            new ImageArchive("docker.io/library/busybox:latest", "busybox-latest", Content.BUSYBOX),
            new ImageArchive("localhost/hello:1", "hello-1", Content.HELLO),
            new ImageArchive("localhost/hello:2", "hello-2", Content.HELLO));

    /** As PID 1 of a pod it collects the orphans of the pod's containers, and ends at once when asked. */
    private static final String PAUSE = "trap 'exit 0' TERM INT; while :; do sleep 2147483647 & wait; done";
    /** Says who answers, and which version of the image it is. */
    private static final String HELLO = """
            trap 'exit 0' TERM INT
            mkdir -p /tmp/www
            echo "hello from $(hostname), version $VERSION" > /tmp/www/index.html
            httpd -f -vv -p 8080 -h /tmp/www & wait
            """;

    private static final int HELLO_PORT = 8080;

    private final StateDir state;
    private final Path busybox;

    public LocalImages(StateDir state, Path busybox) {
        this.state = requireNonNull(state, "state is null");
        this.busybox = requireNonNull(busybox, "busybox is null");
    }

    public List<ImageArchive> images() {
        return IMAGES;
    }

    public Path archive(ImageArchive image) {
        return state.images().resolve(image.file() + ".tar");
    }

    /** Makes what is missing; answers how many were made. */
    public int ensure() throws IOException, InterruptedException {
        List<ImageArchive> missing =
                IMAGES.stream().filter(image -> !Files.exists(archive(image))).toList();
        if (missing.isEmpty()) {
            return 0;
        }
        Path scratch = Files.createDirectories(state.images().resolve("scratch"));
        try {
            Path base = new BusyboxRootfs(busybox).writeArchive(scratch.resolve("base.tar"));
            for (ImageArchive image : missing) {
                build(image, base, scratch);
            }
        } finally {
            DirectoryTrees.delete(scratch);
        }
        return missing.size();
    }

    private void build(ImageArchive image, Path base, Path scratch) throws IOException, InterruptedException {
        Path fresh = scratch.resolve(image.file() + ".tar");
        try {
            JibContainerBuilder container = Jib.from(TarImage.at(base))
                    .setCreationTime(Instant.EPOCH)
                    .addEnvironmentVariable("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
            switch (image.content()) {
                case PAUSE -> container.setEntrypoint("/bin/busybox", "sh", "-c", PAUSE);
                case BUSYBOX -> container.setProgramArguments("sh");
                case HELLO ->
                    container
                            .addEnvironmentVariable("VERSION", tag(image.reference()))
                            .setExposedPorts(Port.tcp(HELLO_PORT))
                            .setEntrypoint("sh", "-c", HELLO);
            }
            container.containerize(Containerizer.to(TarImage.at(fresh).named(image.reference()))
                    .setOfflineMode(true)
                    .setApplicationLayersCache(scratch.resolve("layers"))
                    .setBaseImageLayersCache(scratch.resolve("base-layers")));
        } catch (InvalidImageReferenceException e) {
            throw new IllegalStateException(image.reference(), e);
        } catch (com.google.cloud.tools.jib.api.RegistryException
                | com.google.cloud.tools.jib.api.CacheDirectoryCreationException
                | java.util.concurrent.ExecutionException e) {
            throw new Problem("cannot make the image " + image.reference() + ": " + e.getMessage(), e);
        }
        Files.move(fresh, archive(image), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String tag(String reference) {
        return reference.substring(reference.lastIndexOf(':') + 1);
    }
}
