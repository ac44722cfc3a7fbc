package dev.caravel.apiserver.registry;

import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what a kind does on writes; nothing, for most. Immutable. */
public final class Behaviors {
    private final Map<GroupResource, KindBehavior> byResource;

    public Behaviors(Collection<KindBehavior> behaviors) {
        byResource = behaviors.stream().collect(Collectors.toMap(KindBehavior::resource, Function.identity()));
    }

    KindBehavior of(Target target) {
        GroupResource resource = target.groupResource();
        return byResource.getOrDefault(resource, new Plain(resource));
    }

    private record Plain(GroupResource resource) implements KindBehavior {}
}
