package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.patch.apply.Versions.View;
import dev.caravel.apiserver.resource.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One change of an object, seen in every version in which someone manages fields. Not thread-safe.
 *
 * <p>{@code before} and {@code after} are in the version of the request.
 */
final class OwnershipChange {
    /** What the system sets belongs to nobody. */
    static final FieldSet UNMANAGED = FieldSet.ofFields(
            "apiVersion",
            "kind",
            "metadata",
            "metadata.name",
            "metadata.namespace",
            "metadata.creationTimestamp",
            "metadata.selfLink",
            "metadata.uid",
            "metadata.generation",
            "metadata.managedFields",
            "metadata.resourceVersion");

    private final Versions versions;
    private final ObjectNode before;
    private final ObjectNode after;
    private final FieldSet ignored;
    private final Map<String, Optional<Comparison>> comparisons = new HashMap<>();

    /** @param ignored fields whose change does not count, with all that is below them */
    OwnershipChange(Versions versions, ObjectNode before, ObjectNode after, FieldSet ignored) {
        this.versions = versions;
        this.before = before;
        this.after = after;
        this.ignored = ignored;
    }

    /** In the version of the request. */
    Comparison own() {
        return in(versions.own()).orElseThrow();
    }

    /** Empty for a version that is not served any more. */
    private Optional<Comparison> in(String apiVersion) {
        Optional<Comparison> known = comparisons.get(apiVersion);
        if (known == null) {
            known = versions.view(apiVersion).map(this::compare);
            comparisons.put(apiVersion, known);
        }
        return known;
    }

    private Comparison compare(View view) {
        Resource own = versions.resource();
        Comparison comparison = Comparison.of(
                Versions.convert(before, own, view.resource()),
                Versions.convert(after, own, view.resource()),
                view.type());
        return new Comparison(
                comparison.added().difference(UNMANAGED).without(ignored),
                comparison.modified().difference(UNMANAGED).without(ignored),
                comparison.removed().difference(UNMANAGED).without(ignored));
    }

    /** The fields of others that the change sets. */
    List<Conflict> conflicts(ManagedFields managed, ManagerId changer) {
        List<Conflict> conflicts = new ArrayList<>();
        managed.owners().forEach((id, ownership) -> {
            if (!id.equals(changer)) {
                in(ownership.apiVersion()).ifPresent(comparison -> ownership
                        .fields()
                        .intersection(comparison.changed())
                        .forEach(path -> conflicts.add(new Conflict(id.describe(ownership), path))));
            }
        });
        return conflicts;
    }

    /** What is left to everybody but the changer when the change is made. */
    ManagedFields taken(ManagedFields managed, Optional<ManagerId> changer) {
        return managed.map((id, ownership) -> changer.filter(id::equals).isPresent()
                ? Optional.of(ownership.fields())
                : in(ownership.apiVersion()).map(comparison -> ownership
                        .fields()
                        .difference(comparison.changed())
                        .difference(comparison.removed())));
    }
}
