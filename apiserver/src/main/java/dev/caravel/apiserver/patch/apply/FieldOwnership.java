package dev.caravel.apiserver.patch.apply;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.patch.apply.ServerSideApply.Outcome;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.Statuses;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Keeps {@code metadata.managedFields} true to what writers do, and applies configurations (KEP-555). Thread-safe; asks the
 * converter of a custom resource when somebody manages fields in another version, and may block then.
 */
public final class FieldOwnership {
    private static final String MANAGED_FIELDS = "managedFields";
    private static final String BEFORE = "before-first-apply";
    private static final FieldSet STATUS = FieldSet.ofFields("status");
    private static final FieldSet SPEC = FieldSet.ofFields("spec");
    private static final FieldSet SPEC_AND_METADATA = FieldSet.ofFields("spec", "metadata");

    private final ResourceCatalog catalog;
    private final Clock clock;

    public FieldOwnership(ResourceCatalog catalog, Clock clock) {
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Sets the managed fields of an object that somebody has written other than by applying it.
     *
     * @param live as it was; empty for a new object
     * @param next as it will be, with the managed fields that the writer has sent, if any; these are set in place
     */
    public void track(Resource resource, String subresource, ObjectNode live, ObjectNode next, String manager) {
        JsonNode sent = next.path("metadata").path(MANAGED_FIELDS);
        ManagedFields managed = subresource.isEmpty() ? decode(sent, live) : ofLive(live);
        boolean created = live.path("metadata").path("uid").asText().isEmpty();
        next.withObjectProperty("metadata").remove(MANAGED_FIELDS);
        if (managed.isEmpty() && !created) {
            return; // ownership was given up for this object, until somebody applies to it
        }
        ManagedFields updated = updated(
                new Versions(resource, catalog),
                ignored(resource, subresource),
                live,
                next,
                managed,
                manager,
                subresource);
        write(next, updated.capped());
    }

    /**
     * Applies a configuration.
     *
     * @param live empty for an object that does not exist
     * @return the object's next state with its managed fields; shares parts with the arguments
     * @throws dev.caravel.apiserver.status.ApiException 400 for a configuration of something else, 409 for conflicts, and
     *     upstream's unclassified error for one that is not of the type
     */
    public ObjectNode apply(
            Resource resource,
            String subresource,
            ObjectNode live,
            ObjectNode configuration,
            String manager,
            boolean force) {
        requireKind(resource, configuration);
        if (configuration.path("metadata").has(MANAGED_FIELDS)) {
            throw Statuses.badRequest("metadata.managedFields must be nil");
        }
        ConfigurationCheck.check(resource, configuration);
        ObjectNode bare = live.deepCopy();
        bare.withObjectProperty("metadata").remove(MANAGED_FIELDS);
        Versions versions = new Versions(resource, catalog);
        FieldSet ignored = ignored(resource, subresource);
        ManagedFields managed = managedForApply(versions, live, bare);
        ManagerId applier = ManagerId.applier(manager, subresource);

        ServerSideApply apply = new ServerSideApply(versions, ignored);
        Outcome outcome = apply.apply(bare, configuration, managed, applier, force);
        LastApplied lastApplied = new LastApplied(versions);
        if (!outcome.conflicts().isEmpty()) {
            List<Conflict> conflicts = lastApplied.unexplained(outcome.conflicts(), bare, manager);
            if (!conflicts.isEmpty()) {
                throw Conflict.refusal(conflicts);
            }
            outcome = apply.apply(bare, configuration, managed, applier, true);
        }
        ManagedFields after = outcome.managed();
        Optional<Ownership> mine = after.of(applier);
        if (outcome.object() != bare && mine.isPresent()) {
            after = after.with(applier, mine.get().at(now()));
        }
        ObjectNode result = outcome.object().deepCopy();
        lastApplied.renew(result, configuration, manager);
        write(result, after);
        return result;
    }

    private ManagedFields managedForApply(Versions versions, ObjectNode live, ObjectNode bare) {
        ManagedFields managed;
        try {
            managed = ManagedFields.decode(live.path("metadata").path(MANAGED_FIELDS));
        } catch (IllegalArgumentException e) {
            throw Statuses.unclassified("failed to decode managed fields: " + e.getMessage());
        }
        managed = reconciled(versions, managed);
        return managed.isEmpty()
                ? updated(versions, FieldSet.EMPTY, JsonCodec.object(), bare, managed, BEFORE, "")
                : managed;
    }

    private ManagedFields updated(
            Versions versions,
            FieldSet ignored,
            ObjectNode live,
            ObjectNode next,
            ManagedFields managed,
            String manager,
            String subresource) {
        OwnershipChange change = new OwnershipChange(versions, live, next, ignored);
        if (change.own().isSame() && !managed.isEmpty()) {
            return managed;
        }
        ManagedFields left = change.taken(reconciled(versions, managed), Optional.empty());
        FieldSet taken = change.own().changed();
        if (taken.isEmpty()) {
            return left;
        }
        ManagerId id = ManagerId.updater(manager, versions.own(), subresource);
        FieldSet owned =
                left.of(id).map(Ownership::fields).orElse(FieldSet.EMPTY).union(taken);
        return left.with(id, Ownership.of(versions.own(), now(), owned));
    }

    /** A type may have become atomic since somebody took a part of it: then the whole is theirs. */
    private static ManagedFields reconciled(Versions versions, ManagedFields managed) {
        return managed.map((_, ownership) -> Optional.of(versions.view(ownership.apiVersion())
                .map(view -> ownership.fields().reconciled(view.type()))
                .orElse(ownership.fields())));
    }

    /** What a writer has sent counts, unless it makes no sense; to send an empty list is to give all ownership up. */
    private static ManagedFields decode(JsonNode sent, ObjectNode live) {
        boolean given = sent.isArray() && !sent.isEmpty();
        if (sent.isArray() && (sent.isEmpty() || sent.size() == 1 && sent.get(0).isEmpty())) {
            return ManagedFields.NONE;
        }
        if (!given) {
            return ofLive(live);
        }
        try {
            return ManagedFields.decode(sent);
        } catch (IllegalArgumentException e) {
            return ofLive(live);
        }
    }

    private static ManagedFields ofLive(ObjectNode live) {
        try {
            return ManagedFields.decode(live.path("metadata").path(MANAGED_FIELDS));
        } catch (IllegalArgumentException e) {
            return ManagedFields.NONE;
        }
    }

    /** Whether the managed fields that came out of admission can be read. */
    public static Optional<String> fault(ObjectNode object) {
        try {
            ManagedFields.decode(object.path("metadata").path(MANAGED_FIELDS));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What a write to this (sub)resource cannot set, and so cannot own. */
    private static FieldSet ignored(Resource resource, String subresource) {
        if (!resource.definition().hasSubresource("status")) {
            return FieldSet.EMPTY;
        }
        return switch (subresource) {
            case "" -> STATUS;
            case "status" -> resource.custom() ? SPEC_AND_METADATA : SPEC;
            default -> FieldSet.EMPTY;
        };
    }

    private static void requireKind(Resource resource, ObjectNode configuration) {
        String apiVersion = configuration.path("apiVersion").asText();
        String kind = configuration.path("kind").asText();
        if (!apiVersion.equals(resource.id().apiVersion())
                || !kind.equals(resource.definition().kind())) {
            throw Statuses.badRequest("invalid object type: %s, Kind=%s"
                    .formatted(apiVersion.contains("/") ? apiVersion : "/" + apiVersion, kind));
        }
    }

    private static void write(ObjectNode object, ManagedFields managed) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        if (managed.isEmpty()) {
            metadata.remove(MANAGED_FIELDS);
        } else {
            metadata.set(MANAGED_FIELDS, managed.encode());
        }
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
