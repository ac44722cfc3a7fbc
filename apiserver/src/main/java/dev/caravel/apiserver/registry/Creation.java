package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.kinds.KindBehavior.Allocation;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The verb create, for every resource. Thread-safe; blocks. */
public final class Creation {
    /** Letters that form no words and look like no others; upstream's alphabet. */
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int MAX_GENERATED_BASE = 58;

    /** KEP-4420: a generated name that is taken is generated again. */
    private static final int NAME_ATTEMPTS = 8;

    /** A kubelet tells its node's state when it registers the node. */
    private static final Set<String> KEEP_STATUS = Set.of("nodes");

    private final ObjectStore store;
    private final Behaviors behaviors;
    private final AdmissionStep admission;
    private final FieldOwnership ownership;
    private final Clock clock;
    private final RandomGenerator random;

    public Creation(
            ObjectStore store,
            Behaviors behaviors,
            AdmissionStep admission,
            FieldOwnership ownership,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.behaviors = behaviors;
        this.admission = admission;
        this.ownership = ownership;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param body changed in place
     * @return the object as stored
     */
    public ObjectNode create(Target target, ObjectNode body, WriteOptions options) {
        ObjectIdentity.prune(target, body, options);
        ObjectIdentity.settle(target, body);
        ObjectNode metadata = body.withObjectProperty("metadata");
        if (!metadata.path("resourceVersion").asText().isEmpty()
                && !metadata.path("resourceVersion").asText().equals("0")) {
            throw Statuses.badRequest("resourceVersion should not be set on objects to be created");
        }
        boolean generated = metadata.path("name").asText().isEmpty();
        String base = metadata.path("generateName").asText();
        if (!generated) {
            return attempt(target.named(metadata.path("name").asText()), body, options);
        }
        if (base.isEmpty()) {
            throw Statuses.invalid(
                    target.resource().id().group(),
                    target.kind(),
                    "",
                    List.of(FieldError.required("metadata.name", "name or generateName is required")));
        }
        for (int tries = 1; ; tries++) {
            ObjectNode copy = body.deepCopy();
            String name = generate(base);
            copy.withObjectProperty("metadata").put("name", name);
            try {
                return attempt(target.named(name), copy, options);
            } catch (ApiException e) {
                if (!e.status().reason().equals("AlreadyExists") || tries == NAME_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private ObjectNode attempt(Target target, ObjectNode object, WriteOptions options) {
        KindBehavior behavior = behaviors.of(target);
        KindBehavior.Context context =
                new KindBehavior.Context(target.namespace(), target.name(), "", options.user(), options.dryRun());
        setSystemFields(target, object);
        OwnerReferences.dedupe(object, false, options.warn());
        target.resource().applyDefaults(object);
        if (!options.tracking().done()) {
            ownership.track(
                    target.resource(),
                    "",
                    object.objectNode(),
                    object,
                    options.tracking().manager());
        }
        behavior.prepareForCreate(context, object);
        SystemFields kept = SystemFields.of(target, object);
        admission.mutate(Operation.CREATE, target, object, Optional.empty(), options);
        kept.restore(object);
        OwnerReferences.dedupe(object, true, options.warn());
        target.resource().applyDefaults(object);

        Allocation allocation = behavior.allocate(context, object, Optional.empty());
        try {
            List<FieldError> errors = new ArrayList<>(target.resource().validate(object));
            errors.addAll(behavior.validate(context, object, Optional.empty()));
            if (!errors.isEmpty()) {
                throw Statuses.invalid(target.resource().id().group(), target.kind(), target.name(), errors);
            }
            target.resource().warnings(object, Optional.empty()).forEach(options.warn());
            behavior.warnings(context, object, Optional.empty()).forEach(options.warn());
            admission.validate(Operation.CREATE, target, Optional.of(object), Optional.empty(), options);
            ObjectNode created = store.create(target, object, options.dryRun());
            allocation.commit();
            return created;
        } catch (RuntimeException e) {
            allocation.rollback();
            throw e;
        }
    }

    private void setSystemFields(Target target, ObjectNode object) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"));
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put(
                "creationTimestamp",
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        if (target.resource().definition().generation()) {
            metadata.put("generation", 1);
        } else {
            metadata.remove("generation");
        }
        if (target.resource().definition().hasSubresource("status")
                && !KEEP_STATUS.contains(target.groupResource().toString())) {
            object.remove("status");
        }
    }

    private String generate(String base) {
        StringBuilder name =
                new StringBuilder(base.length() > MAX_GENERATED_BASE ? base.substring(0, MAX_GENERATED_BASE) : base);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return name.toString();
    }
}
