package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.patch.apply.Versions.View;
import dev.caravel.apiserver.resource.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * KEP-555: lays a configuration over an object, takes away what its applier had applied before and now leaves out, and gives
 * the applier what the configuration says. Immutable; pure.
 */
final class ServerSideApply {
    /**
     * @param object the object's next state; the very object that went in when nothing changes
     * @param conflicts with others, when the apply does not force; then the rest is not to be used
     */
    record Outcome(ObjectNode object, ManagedFields managed, List<Conflict> conflicts) {}

    private final Versions versions;
    private final View own;
    private final FieldSet ignored;

    /** @param ignored fields that this (sub)resource does not let be set, with all that is below them */
    ServerSideApply(Versions versions, FieldSet ignored) {
        this.versions = versions;
        this.own = View.of(versions.resource());
        this.ignored = ignored;
    }

    Outcome apply(ObjectNode live, ObjectNode configuration, ManagedFields managed, ManagerId applier, boolean force) {
        FieldSet opinions =
                OwnedFields.of(configuration, own.type()).without(ignored).difference(OwnershipChange.UNMANAGED);
        Optional<Ownership> last = managed.of(applier);
        String time = last.map(Ownership::time).orElse("");
        ManagedFields claimed = managed.with(applier, Ownership.of(versions.own(), time, opinions));
        ObjectNode merged = (ObjectNode) ConfigurationMerge.merge(live, configuration, own.type());
        ObjectNode next =
                last.map(ownership -> prune(merged, claimed, ownership)).orElse(merged);
        boolean same = Values.same(live, next);
        OwnershipChange change = new OwnershipChange(versions, live, next, ignored);
        if (!force) {
            List<Conflict> conflicts = change.conflicts(claimed, applier);
            if (!conflicts.isEmpty()) {
                return new Outcome(live, managed, conflicts);
            }
        }
        ManagedFields left = same
                ? claimed.map((_, ownership) -> Optional.of(ownership.fields()))
                : change.taken(claimed, Optional.of(applier));
        return new Outcome(same ? live : next, left, List.of());
    }

    /** Removes what the applier had and neither it nor anybody else wants any more. */
    private ObjectNode prune(ObjectNode merged, ManagedFields claimed, Ownership last) {
        Optional<View> then = versions.view(last.apiVersion());
        if (then.isEmpty() || last.fields().isEmpty()) {
            return merged;
        }
        View view = then.get();
        ObjectNode seen = convert(merged, own, view);
        ObjectNode bare = (ObjectNode) FieldRemoval.remove(seen, named(last.fields(), view), view.type());
        ObjectNode kept = keepOwned(seen, bare, view, claimed);
        FieldSet present = named(OwnedFields.of(seen, view.type()), view);
        FieldSet remaining = named(OwnedFields.of(kept, view.type()), view);
        FieldSet gone = present.difference(remaining).intersection(named(last.fields(), view));
        return convert((ObjectNode) FieldRemoval.remove(seen, gone, view.type()), view, own);
    }

    /** Puts back what somebody owns; first what is owned in the version that is at hand. */
    private ObjectNode keepOwned(ObjectNode merged, ObjectNode pruned, View at, ManagedFields claimed) {
        Map<String, FieldSet> owned = new HashMap<>();
        claimed.owners()
                .values()
                .forEach(ownership -> owned.merge(ownership.apiVersion(), ownership.fields(), FieldSet::union));
        ObjectNode kept = pruned;
        FieldSet first = owned.remove(at.resource().id().apiVersion());
        if (first != null) {
            kept = keepOwned(merged, kept, at, first);
        }
        for (Map.Entry<String, FieldSet> other : owned.entrySet()) {
            Optional<View> view = versions.view(other.getKey());
            if (view.isPresent()) {
                ObjectNode whole = convert(merged, at, view.get());
                ObjectNode part = convert(kept, at, view.get());
                kept = convert(keepOwned(whole, part, view.get(), other.getValue()), view.get(), at);
            }
        }
        return kept;
    }

    private static ObjectNode keepOwned(ObjectNode merged, ObjectNode pruned, View view, FieldSet owned) {
        FieldSet all = named(OwnedFields.of(merged, view.type()), view);
        FieldSet stays = named(OwnedFields.of(pruned, view.type()), view).union(named(owned, view));
        return (ObjectNode) FieldRemoval.remove(merged, all.difference(stays), view.type());
    }

    private static FieldSet named(FieldSet fields, View view) {
        return fields.withNamedFields(view.type());
    }

    private static ObjectNode convert(ObjectNode object, View from, View to) {
        Resource source = from.resource();
        return Versions.convert(object, source, to.resource());
    }
}
