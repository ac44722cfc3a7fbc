package dev.caravel.apiserver.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.cel.validation.CelRules;
import dev.caravel.apiserver.extension.schema.SchemaSetup;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.kinds.BuiltInBehaviors;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.kinds.services.ServiceBehavior;
import dev.caravel.apiserver.patch.JsonPatcher;
import dev.caravel.apiserver.patch.MergePatcher;
import dev.caravel.apiserver.patch.Patcher;
import dev.caravel.apiserver.patch.StrategicMergePatcher;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import dev.caravel.apiserver.protobuf.ProtobufAnswers;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What becomes of objects of every built-in resource: written, patched, applied, stored, shown. */
public final class ObjectTargets {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    public static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final List<Resource> RESOURCES = List.copyOf(CATALOG.all());
    private static final ProtobufBodies BODIES = new ProtobufBodies(CATALOG::schema);
    private static final ProtobufAnswers ANSWERS = new ProtobufAnswers();
    private static final TableRenderer TABLES = new TableRenderer(CLOCK);
    private static final FieldOwnership OWNERSHIP = new FieldOwnership(CATALOG, CLOCK);
    private static final UserInfo USER = new UserInfo("fuzz", "", List.of("system:authenticated"), Map.of());
    private static final Map<GroupResource, KindBehavior> BEHAVIORS = BuiltInBehaviors.all(
                    new ServiceBehavior(List.of("10.0.0.0/16"), "30000-32767", new SecureRandom()),
                    SchemaSetup.of(CATALOG, new CelRules(), _ -> {}).definitions(),
                    CLOCK)
            .stream()
            .collect(Collectors.toMap(KindBehavior::resource, Function.identity()));

    /** As for JSON itself, 1.0 is 1. */
    private static final Comparator<JsonNode> BY_VALUE =
            (a, b) -> a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;

    private ObjectTargets() {}

    static List<Target> all() {
        return List.of(
                Target.of("objects", ObjectTargets::object, ObjectTargets::create),
                Target.of("updates", dice -> pair(dice, true), ObjectTargets::update),
                Target.of("protobuf", ObjectTargets::message, BODIES::decode),
                patching("json-patch", new JsonPatcher(), PatchMaker::jsonPatch),
                patching("merge-patch", new MergePatcher(), PatchMaker::objectPatch),
                patching("strategic-patch", new StrategicMergePatcher(), PatchMaker::strategicPatch),
                Target.of("apply", dice -> pair(dice, false), ObjectTargets::apply));
    }

    private static byte[] object(Dice dice) {
        Resource resource = dice.of(RESOURCES);
        return JsonCodec.write(Mutations.tree(dice, new ObjectMaker(dice).make(resource)));
    }

    private static byte[] pair(Dice dice, boolean similar) {
        Resource resource = dice.of(RESOURCES);
        ObjectNode first = new ObjectMaker(dice).make(resource);
        ObjectNode second = similar ? first.deepCopy() : new ObjectMaker(dice).make(resource);
        ObjectNode pair = JsonCodec.object();
        pair.set("old", Mutations.tree(dice, first));
        pair.set("new", Mutations.tree(dice, second));
        return JsonCodec.write(pair);
    }

    private static Optional<Resource> resource(JsonNode object) {
        String[] version = object.path("apiVersion").asText().split("/", 2);
        return CATALOG.findKind(
                version.length == 2 ? version[0] : "",
                version[version.length - 1],
                object.path("kind").asText());
    }

    /** A document that a client may send; empty when it is refused at the door. */
    private static Optional<ObjectNode> read(byte[] input) {
        try {
            return JsonCodec.strictReader(input).read() instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void create(byte[] input) throws IOException {
        ObjectNode object = read(input).orElse(null);
        Resource resource =
                resource(object == null ? JsonCodec.object() : object).orElse(null);
        if (resource == null) {
            return;
        }
        resource.prune(object);
        if (!settle(object)) {
            return;
        }
        resource.applyDefaults(object);
        ObjectNode once = object.deepCopy();
        resource.applyDefaults(object);
        require(object.equals(once), "defaults of defaults differ");
        KindBehavior behavior = BEHAVIORS.get(resource.id().groupResource());
        KindBehavior.Context context = new KindBehavior.Context(
                object.at("/metadata/namespace").asText(),
                object.at("/metadata/name").asText(),
                "",
                USER,
                false);
        if (behavior != null) {
            behavior.prepareForCreate(context, object);
        }
        OWNERSHIP.track(resource, "", JsonCodec.object(), object, "fuzz");
        boolean valid = resource.validate(object).isEmpty();
        if (behavior != null) {
            valid &= behavior.validate(context, object, Optional.empty()).isEmpty();
        }
        if (!valid) {
            return;
        }
        resource.warnings(object, Optional.empty());
        if (behavior != null) {
            behavior.warnings(context, object, Optional.empty());
        }
        store(resource, object);
    }

    /** What a Creation does between pruning and defaulting. */
    private static boolean settle(ObjectNode object) {
        if (object.has("metadata") && !object.path("metadata").isObject()) {
            return false;
        }
        ObjectNode metadata = object.withObject("/metadata");
        metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"));
        metadata.put("uid", "0-1");
        metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
        return !metadata.path("name").asText().isEmpty();
    }

    /** What is valid can be stored, read, shown, and told in every format. */
    private static void store(Resource resource, ObjectNode object) throws IOException {
        ObjectNode stored = JsonCodec.readObject(JsonCodec.write(resource.toStorage(object.deepCopy())));
        ObjectNode read = resource.fromStorage(stored);
        resource.applyDefaults(read);
        TABLES.render(resource, List.of(read), JsonCodec.object(), IncludeObject.OBJECT, true);
        byte[] message = ANSWERS.object(resource.schema(), object);
        ObjectNode decoded = BODIES.decode(message);
        ObjectNode again = BODIES.decode(ANSWERS.object(resource.schema(), decoded));
        require(again.equals(BY_VALUE, decoded), "protobuf tells another thing again: " + decoded + " and " + again);
        resource.definition().selectableFields().forEach(field -> resource.selectableField(read, field));
    }

    private static void update(byte[] input) {
        ObjectNode pair = read(input).orElse(JsonCodec.object());
        Resource resource = resource(pair.path("new")).orElse(null);
        if (resource == null
                || !(pair.get("old") instanceof ObjectNode old)
                || !(pair.get("new") instanceof ObjectNode next)) {
            return;
        }
        resource.prune(old);
        resource.prune(next);
        if (!settle(old) || !settle(next)) {
            return;
        }
        resource.applyDefaults(old);
        resource.applyDefaults(next);
        if (!resource.validate(old).isEmpty()) {
            return;
        }
        KindBehavior behavior = BEHAVIORS.get(resource.id().groupResource());
        KindBehavior.Context context = new KindBehavior.Context("default", "a", "", USER, false);
        if (behavior != null) {
            behavior.prepareForUpdate(context, next, old);
            if (!behavior.validate(context, old, Optional.empty()).isEmpty()) {
                return;
            }
        }
        OWNERSHIP.track(resource, "", old, next, "fuzz");
        resource.validateUpdate(next, old);
        if (behavior != null) {
            behavior.validate(context, next, Optional.of(old));
            behavior.warnings(context, next, Optional.of(old));
        }
    }

    private static byte[] message(Dice dice) {
        Resource resource = dice.of(RESOURCES);
        ObjectNode object = new ObjectMaker(dice).make(resource);
        try {
            resource.prune(object);
            return Mutations.bytes(
                    dice, dice.oneIn(10) ? WireMaker.nested(dice) : ANSWERS.object(resource.schema(), object));
        } catch (RuntimeException e) {
            return WireMaker.message(dice); // what is no such object in JSON is none in protobuf
        }
    }

    private static Target patching(String name, Patcher patcher, PatchMaker.Format format) {
        return Target.of(
                name,
                dice -> {
                    Resource resource = dice.of(RESOURCES);
                    ObjectNode current = new ObjectMaker(dice).make(resource);
                    ObjectNode pair = JsonCodec.object();
                    pair.set("patch", format.of(dice, resource, current));
                    pair.set("current", current);
                    return JsonCodec.write(pair);
                },
                input -> patch(input, patcher));
    }

    private static void patch(byte[] input, Patcher patcher) {
        ObjectNode pair = read(input).orElse(JsonCodec.object());
        Resource resource = resource(pair.path("current")).orElse(null);
        if (resource == null || !(pair.get("current") instanceof ObjectNode current) || !pair.has("patch")) {
            return;
        }
        resource.prune(current);
        ObjectNode before = current.deepCopy();
        ObjectNode patched;
        try {
            patched = patcher.apply(current, JsonCodec.write(pair.get("patch")), resource.schema());
        } finally {
            require(current.equals(before), "the patch changed what was there");
        }
        resource.prune(patched);
        resource.applyDefaults(patched);
    }

    private static void apply(byte[] input) {
        ObjectNode pair = read(input).orElse(JsonCodec.object());
        Resource resource = resource(pair.path("new")).orElse(null);
        if (resource == null
                || !(pair.get("old") instanceof ObjectNode old)
                || !(pair.get("new") instanceof ObjectNode configuration)) {
            return;
        }
        resource.prune(old);
        if (!old.path("metadata").isObject()) {
            return;
        }
        old.withObject("/metadata").put("uid", "1");
        ObjectNode once = OWNERSHIP.apply(resource, "", old, configuration, "me", true);
        if (!once.path("metadata").has("managedFields")) {
            return; // nobody owns anything, and so nobody is known to have applied
        }
        ObjectNode twice = OWNERSHIP.apply(resource, "", once, configuration, "me", true);
        require(once.equals(twice), "applied twice differs from applied once: " + once + " and " + twice);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
