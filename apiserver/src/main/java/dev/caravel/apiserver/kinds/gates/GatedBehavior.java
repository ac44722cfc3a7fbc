package dev.caravel.apiserver.kinds.gates;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Drops the fields of features that are off, as upstream does: from new objects, and from changed ones unless they had such
 * fields before, when the feature was on.
 */
public final class GatedBehavior implements KindBehavior {
    private static final Map<GroupResource, List<Feature>> FEATURES = features();

    private final KindBehavior kind;
    private final List<Feature> features;

    GatedBehavior(KindBehavior kind, List<Feature> features) {
        this.kind = requireNonNull(kind, "kind is null");
        this.features = List.copyOf(features);
    }

    /** The same, and what kinds do about features besides. */
    public static List<KindBehavior> around(Collection<KindBehavior> behaviors) {
        Map<GroupResource, List<Feature>> rest = new HashMap<>(FEATURES);
        List<KindBehavior> gated = new ArrayList<>();
        for (KindBehavior behavior : behaviors) {
            List<Feature> features = rest.remove(behavior.resource());
            gated.add(features == null ? behavior : new GatedBehavior(behavior, features));
        }
        rest.forEach((resource, features) -> gated.add(new GatedBehavior(new Plain(resource), features)));
        return gated;
    }

    private static Map<GroupResource, List<Feature>> features() {
        Map<GroupResource, List<Feature>> features = new HashMap<>();
        features.put(
                new GroupResource("", "pods"),
                Stream.concat(
                                Feature.ofPodSpec("spec").stream(),
                                Stream.of(
                                        Feature.of(
                                                "ImageVolumeWithDigest",
                                                "status.containerStatuses[].volumeMounts[].volumeStatus",
                                                "status.initContainerStatuses[].volumeMounts[].volumeStatus",
                                                "status.ephemeralContainerStatuses[].volumeMounts[].volumeStatus"),
                                        Feature.of(
                                                "DRANodeAllocatableResources",
                                                "status.nodeAllocatableResourceClaimStatuses")))
                        .toList());
        for (GroupResource templated : List.of(
                new GroupResource("", "replicationcontrollers"),
                new GroupResource("apps", "replicasets"),
                new GroupResource("apps", "deployments"),
                new GroupResource("apps", "daemonsets"),
                new GroupResource("batch", "jobs"))) {
            features.put(templated, Feature.ofPodSpec("spec.template.spec"));
        }
        features.put(
                new GroupResource("apps", "statefulsets"),
                Stream.concat(
                                Feature.ofPodSpec("spec.template.spec").stream(),
                                Stream.of(Feature.of(
                                        "MaxUnavailableStatefulSet",
                                        "spec.updateStrategy.rollingUpdate.maxUnavailable")))
                        .toList());
        features.put(new GroupResource("", "podtemplates"), Feature.ofPodSpec("template.spec"));
        features.put(new GroupResource("batch", "cronjobs"), Feature.ofPodSpec("spec.jobTemplate.spec.template.spec"));
        features.put(
                new GroupResource("coordination.k8s.io", "leases"),
                List.of(
                        Feature.of("CoordinatedLeaderElection", "spec.strategy"),
                        Feature.of("CoordinatedLeaderElection", "spec.preferredHolder")));
        features.put(
                new GroupResource("storage.k8s.io", "csidrivers"),
                List.of(Feature.of("VolumeLimitScaling", "spec.preventPodSchedulingIfMissing")));
        features.put(
                new GroupResource("resource.k8s.io", "resourceslices"),
                List.of(
                        Feature.of("DRANodeAllocatableResources", "spec.devices[].nodeAllocatableResourceMappings"),
                        Feature.of(
                                "DRAListTypeAttributes",
                                "spec.devices[].attributes{}.ints",
                                "spec.devices[].attributes{}.bools",
                                "spec.devices[].attributes{}.strings",
                                "spec.devices[].attributes{}.versions")));
        return Map.copyOf(features);
    }

    private record Plain(GroupResource resource) implements KindBehavior {}

    @Override
    public GroupResource resource() {
        return kind.resource();
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode object) {
        features.forEach(feature -> feature.removeFrom(object));
        kind.prepareForCreate(context, object);
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode object, ObjectNode old) {
        features.stream().filter(feature -> !feature.isUsedIn(old)).forEach(feature -> feature.removeFrom(object));
        kind.prepareForUpdate(context, object, old);
    }

    @Override
    public List<FieldError> validate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        return kind.validate(context, object, old);
    }

    @Override
    public List<String> warnings(Context context, ObjectNode object, Optional<ObjectNode> old) {
        return kind.warnings(context, object, old);
    }

    @Override
    public Allocation allocate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        return kind.allocate(context, object, old);
    }

    @Override
    public void afterDelete(ObjectNode object) {
        kind.afterDelete(object);
    }

    @Override
    public Optional<Duration> gracePeriod(ObjectNode object, Optional<Duration> requested) {
        return kind.gracePeriod(object, requested);
    }

    @Override
    public void markDeleted(ObjectNode object) {
        kind.markDeleted(object);
    }

    @Override
    public boolean mayBeRemoved(ObjectNode object) {
        return kind.mayBeRemoved(object);
    }
}
