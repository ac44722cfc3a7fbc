package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.registry.DeleteOptions.Propagation;
import dev.caravel.apiserver.registry.ObjectStore.Stored;
import dev.caravel.apiserver.status.Statuses;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The verb delete: at once, or after a grace period, or when all finalizers are gone. Thread-safe; blocks.
 */
public final class Removal {
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    /** What became of the object. */
    public sealed interface Outcome {}

    /** It is gone; {@code object} is as it last was. */
    public record Gone(ObjectNode object) implements Outcome {}

    /** It stays for now, with a deletionTimestamp. */
    public record Pending(ObjectNode object) implements Outcome {}

    private final ObjectStore store;
    private final Behaviors behaviors;
    private final AdmissionStep admission;
    private final Clock clock;

    public Removal(ObjectStore store, Behaviors behaviors, AdmissionStep admission, Clock clock) {
        this.store = store;
        this.behaviors = behaviors;
        this.admission = admission;
        this.clock = clock;
    }

    public Outcome delete(Target target, DeleteOptions delete, WriteOptions options) {
        return delete(
                target,
                delete,
                options,
                (stored, effective) -> admission.validate(
                        Operation.DELETE,
                        target,
                        Optional.empty(),
                        Optional.of(stored.object()),
                        effective.withDocument(delete.document())));
    }

    /** Past admission: for what was admitted as something else, such as an eviction. */
    Outcome deleteAdmitted(Target target, DeleteOptions delete, WriteOptions options) {
        return delete(target, delete, options, (_, _) -> {});
    }

    private Outcome delete(
            Target target, DeleteOptions delete, WriteOptions options, BiConsumer<Stored, WriteOptions> admit) {
        WriteOptions effective = options.withDryRun(options.dryRun() || delete.dryRun());
        while (true) {
            Stored stored = store.get(target.resource(), target.namespace(), target.name())
                    .orElseThrow(() -> Statuses.notFound(target.groupResource(), target.name()));
            requirePreconditions(target, stored.object(), delete);
            admit.accept(stored, effective);
            Optional<Outcome> outcome = attempt(target, stored, delete, effective);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    /** Empty when someone else wrote meanwhile. */
    private Optional<Outcome> attempt(Target target, Stored stored, DeleteOptions delete, WriteOptions options) {
        KindBehavior behavior = behaviors.of(target);
        ObjectNode next = stored.object().deepCopy();
        ObjectNode metadata = next.withObjectProperty("metadata");
        setFinalizers(metadata, delete.propagation());
        Duration grace = behavior.gracePeriod(next, delete.gracePeriod()).orElse(Duration.ZERO);
        boolean already = metadata.hasNonNull("deletionTimestamp");
        if (!already) {
            mark(metadata, grace);
            behavior.markDeleted(next);
            if (target.resource().definition().generation()) {
                metadata.put("generation", metadata.path("generation").asLong() + 1);
            }
        } else if (grace.toSeconds()
                < metadata.path("deletionGracePeriodSeconds").asLong()) {
            shorten(metadata, grace);
        }
        if (isDue(next, behavior)) {
            return remove(target, stored, next, behavior, options).map(Gone::new);
        }
        if (next.equals(stored.object())) {
            return Optional.of(new Pending(next));
        }
        return store.replace(target, next, stored, options.dryRun()).map(Pending::new);
    }

    /** Whether an object that is being deleted may go now. */
    boolean isDue(ObjectNode object, KindBehavior behavior) {
        JsonNode metadata = object.path("metadata");
        return metadata.hasNonNull("deletionTimestamp")
                && metadata.path("deletionGracePeriodSeconds").asLong() == 0
                && metadata.path("finalizers").isEmpty()
                && behavior.mayBeRemoved(object);
    }

    /** Empty when someone else wrote meanwhile. */
    Optional<ObjectNode> remove(
            Target target, Stored stored, ObjectNode last, KindBehavior behavior, WriteOptions options) {
        if (!store.delete(target, stored, options.dryRun())) {
            return Optional.empty();
        }
        if (!options.dryRun()) {
            behavior.afterDelete(last);
        }
        return Optional.of(last);
    }

    private void mark(ObjectNode metadata, Duration grace) {
        metadata.put(
                "deletionTimestamp",
                clock.instant().plus(grace).truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.put("deletionGracePeriodSeconds", grace.toSeconds());
    }

    /** A later delete may only hasten: the time is counted from when deletion began. */
    private void shorten(ObjectNode metadata, Duration grace) {
        java.time.Instant began = java.time.Instant.parse(
                        metadata.path("deletionTimestamp").asText())
                .minusSeconds(metadata.path("deletionGracePeriodSeconds").asLong());
        java.time.Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        java.time.Instant due = began.plus(grace);
        metadata.put("deletionTimestamp", (due.isBefore(now) ? now : due).toString());
        metadata.put("deletionGracePeriodSeconds", grace.toSeconds());
    }

    private static void setFinalizers(ObjectNode metadata, Propagation propagation) {
        Set<String> finalizers = new LinkedHashSet<>();
        metadata.path("finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
        switch (propagation) {
            case DEFAULT -> {}
            case BACKGROUND -> {
                finalizers.remove(ORPHAN);
                finalizers.remove(FOREGROUND);
            }
            case FOREGROUND -> {
                finalizers.remove(ORPHAN);
                finalizers.add(FOREGROUND);
            }
            case ORPHAN -> {
                finalizers.remove(FOREGROUND);
                finalizers.add(ORPHAN);
            }
        }
        if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
        } else {
            ArrayNode array = metadata.putArray("finalizers");
            finalizers.forEach(array::add);
        }
    }

    private static void requirePreconditions(Target target, ObjectNode object, DeleteOptions delete) {
        require(target, "UID", delete.uid(), object.path("metadata").path("uid").asText());
        require(
                target,
                "ResourceVersion",
                delete.resourceVersion(),
                object.path("metadata").path("resourceVersion").asText());
    }

    private static void require(Target target, String what, Optional<String> wanted, String present) {
        if (wanted.isPresent() && !wanted.get().equals(present)) {
            throw Statuses.conflict(
                    target.groupResource(),
                    target.name(),
                    "Precondition failed: %s in precondition: %s, %s in object meta: %s"
                            .formatted(what, wanted.get(), what, present));
        }
    }
}
