package dev.caravel.controllers.ownership;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Which of the objects around it an owner keeps, takes and lets go: a pure decision. */
public record Claims<T>(List<T> owned, List<T> adopt, List<T> release) {

    /**
     * @param controlled the objects that the owner controls now
     * @param orphans objects of its namespace that nobody controls
     */
    public static <T extends HasMetadata> Claims<T> of(
            HasMetadata owner, Predicate<? super T> selected, Collection<T> controlled, Collection<T> orphans) {
        boolean ownerLives = owner.getMetadata().getDeletionTimestamp() == null;
        List<T> owned = new ArrayList<>();
        List<T> release = new ArrayList<>();
        for (T object : controlled) {
            if (selected.test(object)) {
                owned.add(object);
            } else if (ownerLives) {
                release.add(object);
            }
        }
        List<T> adopt = ownerLives
                ? orphans.stream()
                        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                        .filter(selected)
                        .toList()
                : List.of();
        return new Claims<>(List.copyOf(owned), adopt, List.copyOf(release));
    }
}
