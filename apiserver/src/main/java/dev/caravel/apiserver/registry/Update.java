package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.kinds.KindBehavior.Allocation;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import dev.caravel.apiserver.registry.Decoded.Source;
import dev.caravel.apiserver.registry.ObjectStore.Stored;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The verbs update and patch, for every resource and for subresources of its own kind. Thread-safe; blocks. */
public final class Update {
    /** Upstream's for patches that meet other writes. */
    private static final int ATTEMPTS = 5;

    private static final Set<String> OF_STATUS = Set.of("metadata", "status");
    private static final Set<String> NOT_COUNTED = Set.of("metadata", "kind", "apiVersion");

    private final ObjectStore store;
    private final AtHand atHand;
    private final Behaviors behaviors;
    private final AdmissionStep admission;
    private final FieldOwnership ownership;
    private final Removal removal;

    /** @param atHand what is changed at the first attempt, for most writes the only one */
    public Update(
            ObjectStore store,
            AtHand atHand,
            Behaviors behaviors,
            AdmissionStep admission,
            FieldOwnership ownership,
            Removal removal) {
        this.store = store;
        this.atHand = atHand;
        this.behaviors = behaviors;
        this.admission = admission;
        this.ownership = ownership;
        this.removal = removal;
    }

    /**
     * Reads, changes, checks and writes.
     *
     * @param change of the present object, which stays as it is, to another one, which may share parts with it; called again
     *     when someone else wrote meanwhile, unless its result names the resourceVersion that it is a change of
     * @return the object as stored
     */
    public ObjectNode update(Target target, UnaryOperator<ObjectNode> change, WriteOptions options) {
        return update(target, change, options, Optional.empty());
    }

    /** @param view what admission sees of the object; the object itself when it is empty */
    public ObjectNode update(
            Target target, UnaryOperator<ObjectNode> change, WriteOptions options, Optional<AdmittedAs> view) {
        if (!options.dryRun()) { // which compares with nothing
            Optional<ObjectNode> written = updateAtHand(target, change, options, view);
            if (written.isPresent()) {
                return written.get();
            }
        }
        for (int tries = 1; ; tries++) {
            Stored stored = present(target);
            ObjectNode next = change.apply(stored.object());
            boolean conditional = requireSameVersion(target, stored.object(), next, options.decoded());
            Optional<ObjectNode> written = attempt(target, stored, next, options, view);
            if (written.isPresent()) {
                return written.get();
            }
            if (conditional || tries == ATTEMPTS) {
                throw Statuses.modified(target.groupResource(), target.name());
            }
        }
    }

    /** Empty when there is nothing at hand, or it proves to be older than what is stored. */
    private Optional<ObjectNode> updateAtHand(
            Target target, UnaryOperator<ObjectNode> change, WriteOptions options, Optional<AdmittedAs> view) {
        Optional<Stored> known = atHand.get(target);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Stored stored = known.get();
        try {
            ObjectNode next = change.apply(stored.object());
            requireSameVersion(target, stored.object(), next, options.decoded());
            return attempt(target, stored, next, options, view);
        } catch (ApiException e) {
            if (present(target).revision() == stored.revision()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Stored present(Target target) {
        return store.get(target.resource(), target.namespace(), target.name())
                .orElseThrow(() -> Statuses.notFound(target.groupResource(), target.name()));
    }

    /** Past everything but the comparison; see {@link ObjectWriter#amend}. */
    ObjectNode amend(Target target, boolean dryRun, UnaryOperator<ObjectNode> change) {
        for (int tries = 1; ; tries++) {
            Stored stored = present(target);
            ObjectNode next = change.apply(stored.object().deepCopy());
            Optional<ObjectNode> written = store.replace(target, next, stored, dryRun);
            if (written.isPresent()) {
                return written.get();
            }
            if (tries == ATTEMPTS) {
                throw Statuses.modified(target.groupResource(), target.name());
            }
        }
    }

    private static boolean requireSameVersion(Target target, ObjectNode old, ObjectNode next, Decoded decoded) {
        JsonNode metadata = next.path("metadata");
        String uid = metadata.path("uid").asText();
        String presentUid = old.path("metadata").path("uid").asText();
        if (decoded.source() != Source.PATCH && !uid.isEmpty() && !uid.equals(presentUid)) {
            throw Statuses.conflict(
                    target.groupResource(),
                    target.name(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s".formatted(uid, presentUid));
        }
        String version = metadata.path("resourceVersion").asText();
        if (version.isEmpty() || version.equals("0")) {
            return false;
        }
        if (!version.equals(old.path("metadata").path("resourceVersion").asText())) {
            throw Statuses.modified(target.groupResource(), target.name());
        }
        return true;
    }

    private Optional<ObjectNode> attempt(
            Target target, Stored stored, ObjectNode next, WriteOptions options, Optional<AdmittedAs> view) {
        ObjectNode old = stored.object();
        Unshared.make(target, next, old);
        KindBehavior behavior = behaviors.of(target);
        KindBehavior.Context context = new KindBehavior.Context(
                target.namespace(), target.name(), target.subresource(), options.user(), options.dryRun());
        ObjectIdentity.prune(target, next, old, options);
        ObjectIdentity.settle(target, next);
        ObjectIdentity.requireName(target, next);
        if (options.decoded().source() != Source.PATCH) {
            OwnerReferences.dedupe(next, false, options.warn());
        }
        List<FieldError> errors = MetadataChange.faults(old, next);
        MetadataChange.keep(old, next);
        next = splitStatus(target, old, next);
        target.resource().applyDefaults(next, old);
        behavior.prepareForUpdate(context, next, old);
        track(target, old, next, options.tracking());
        next = mutate(target, next, old, options, view);
        OwnerReferences.dedupe(next, true, options.warn());
        target.resource().applyDefaults(next, old);
        countGeneration(target, old, next);

        Allocation allocation =
                target.subresource().isEmpty() ? behavior.allocate(context, next, Optional.of(old)) : Allocation.NONE;
        try {
            errors.addAll(validate(target, next, old));
            errors.addAll(behavior.validate(context, next, Optional.of(old)));
            if (!errors.isEmpty()) {
                throw Statuses.invalid(target.resource().id().group(), target.kind(), target.name(), errors);
            }
            target.resource().warnings(next, Optional.of(old)).forEach(options.warn());
            behavior.warnings(context, next, Optional.of(old)).forEach(options.warn());
            validate(target, next, old, options, view);
            Optional<ObjectNode> written = write(target, stored, next, behavior, options);
            if (written.isPresent()) {
                allocation.commit();
            } else {
                allocation.rollback();
            }
            return written;
        } catch (RuntimeException e) {
            allocation.rollback();
            throw e;
        }
    }

    private ObjectNode mutate(
            Target target, ObjectNode next, ObjectNode old, WriteOptions options, Optional<AdmittedAs> view) {
        if (view.isEmpty()) {
            SystemFields kept = SystemFields.of(target, next);
            admission.mutate(Operation.UPDATE, target, next, Optional.of(old), options);
            kept.restore(next);
            return next;
        }
        AdmittedAs as = view.get();
        ObjectNode seen = as.read(next);
        admission.mutate(Operation.UPDATE, target.through(as.subresource()), seen, Optional.of(as.read(old)), options);
        return as.write(next, seen);
    }

    private void validate(
            Target target, ObjectNode next, ObjectNode old, WriteOptions options, Optional<AdmittedAs> view) {
        admission.validate(
                Operation.UPDATE,
                view.map(as -> target.through(as.subresource())).orElse(target),
                Optional.of(view.map(as -> as.read(next)).orElse(next)),
                Optional.of(view.map(as -> as.read(old)).orElse(old)),
                options);
    }

    /** A subresource may do what the rules about change forbid for the resource: that is what it is for. */
    private static List<FieldError> validate(Target target, ObjectNode next, ObjectNode old) {
        return switch (target.subresource()) {
            case "", "status", "finalize" -> target.resource().validateUpdate(next, old);
            default -> target.resource().validate(next);
        };
    }

    private Optional<ObjectNode> write(
            Target target, Stored stored, ObjectNode next, KindBehavior behavior, WriteOptions options) {
        if (removal.isDue(next, behavior)) {
            return removal.remove(target, stored, next, behavior, options);
        }
        next.withObjectProperty("metadata")
                .set("resourceVersion", stored.object().path("metadata").path("resourceVersion"));
        if (ManagedTimes.areAllThatDiffers(next, stored.object()) && !stored.stale()) {
            return stored.current() || isCurrent(target, stored) ? Optional.of(stored.object()) : Optional.empty();
        }
        return store.replace(target, next, stored, options.dryRun());
    }

    private boolean isCurrent(Target target, Stored stored) {
        Stored present = present(target);
        return present.revision() == stored.revision() && !present.stale();
    }

    private void track(Target target, ObjectNode old, ObjectNode next, FieldTracking tracking) {
        if (!tracking.done()) {
            String through = tracking.subresource().isEmpty() ? target.subresource() : tracking.subresource();
            ownership.track(target.resource(), through, old, next, tracking.manager());
        }
    }

    /** An update of the resource leaves status alone, one of status all else; a built-in's status comes with metadata. */
    private static ObjectNode splitStatus(Target target, ObjectNode old, ObjectNode next) {
        if (!target.resource().definition().hasSubresource("status")) {
            return next;
        }
        if (target.subresource().equals("status")) {
            if (target.resource().custom()) {
                ObjectNode merged = old.deepCopy();
                copy("managedFields", next.withObjectProperty("metadata"), merged.withObjectProperty("metadata"));
                copy("status", next, merged);
                return merged;
            }
            ObjectNode merged = old.objectNode().setAll(old);
            OF_STATUS.forEach(field -> copy(field, next, merged));
            return merged;
        }
        if (target.subresource().isEmpty()) {
            copy("status", old, next);
        }
        return next;
    }

    private static void copy(String field, ObjectNode from, ObjectNode to) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }

    private static void countGeneration(Target target, ObjectNode old, ObjectNode next) {
        if (target.resource().definition().generation() && !counted(target, old).equals(counted(target, next))) {
            next.withObjectProperty("metadata")
                    .put("generation", old.path("metadata").path("generation").asLong() + 1);
        }
    }

    /** A status that is no subresource is part of what users want, as custom resources may have it. */
    private static ObjectNode counted(Target target, ObjectNode object) {
        ObjectNode counted = object.objectNode().<ObjectNode>setAll(object).without(NOT_COUNTED);
        return target.resource().definition().hasSubresource("status") ? counted.without("status") : counted;
    }
}
