package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.ScorePlugin;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.stream.Stream;

/** Prefers nodes that have the pod's images, the larger the better, the more so when many nodes have them. */
public final class ImageLocality implements ScorePlugin {
    private static final long MIB = 1024 * 1024;
    /** Below it, fetching costs next to nothing. */
    private static final long SMALL = 23 * MIB;
    /** Per container; above it, more makes no difference. */
    private static final long LARGE = 1000 * MIB;

    @Override
    public String name() {
        return "ImageLocality";
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node, ClusterSnapshot snapshot) {
        PodSpec spec = pod.spec();
        long sum =
                images(spec).mapToLong(image -> weight(image, node, snapshot)).sum();
        int containers = spec.getInitContainers().size() + spec.getContainers().size();
        long ceiling = LARGE * containers;
        long bounded = Math.clamp(sum, SMALL, ceiling);
        return MAX_SCORE * (bounded - SMALL) / (ceiling - SMALL);
    }

    private static Stream<String> images(PodSpec spec) {
        Stream<String> containers = Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .map(Container::getImage);
        Stream<String> volumes = spec.getVolumes().stream()
                .filter(volume -> volume.getImage() != null)
                .map(volume -> volume.getImage().getReference());
        return Stream.concat(containers, volumes).filter(image -> image != null).map(ImageLocality::withTag);
    }

    private static long weight(String image, NodeInfo node, ClusterSnapshot snapshot) {
        Long size = node.facts().images().get(image);
        if (size == null) {
            return 0;
        }
        double spread =
                (double) snapshot.nodesWithImage(image) / snapshot.nodes().size();
        return (long) (size * spread);
    }

    private static String withTag(String image) {
        return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
    }
}
