package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** {@code metadata.managedFields}: who manages what. Immutable. */
record ManagedFields(Map<ManagerId, Ownership> owners) {
    static final ManagedFields NONE = new ManagedFields(Map.of());

    /** Upstream's: more updaters than these are not told apart. */
    private static final int MAX_UPDATERS = 10;

    private static final String FORGOTTEN = "ancient-changes";
    private static final String FORMAT = "FieldsV1";

    private static final Comparator<Entry<ManagerId, Ownership>> BY_AGE = Comparator.comparing(
                    (Entry<ManagerId, Ownership> owner) -> owner.getValue().time())
            .thenComparing(Entry::getKey);
    private static final Comparator<Entry<ManagerId, Ownership>> AS_WRITTEN = Comparator.comparing(
                    (Entry<ManagerId, Ownership> owner) -> !owner.getKey().applies())
            .thenComparing(owner -> owner.getValue().time())
            .thenComparing(owner -> owner.getKey().name())
            .thenComparing(owner -> owner.getValue().apiVersion())
            .thenComparing(owner -> owner.getKey().subresource());

    /** @throws IllegalArgumentException when an entry is not one */
    static ManagedFields decode(JsonNode entries) {
        Map<ManagerId, Ownership> owners = new LinkedHashMap<>();
        for (JsonNode entry : entries) {
            String operation = entry.path("operation").asText();
            boolean applies = operation.equals("Apply");
            if (!applies && !operation.equals("Update")) {
                throw new IllegalArgumentException("operation must be `Apply` or `Update`");
            }
            String apiVersion = entry.path("apiVersion").asText();
            if (apiVersion.isEmpty()) {
                throw new IllegalArgumentException("apiVersion must not be empty");
            }
            if (!entry.path("fieldsType").asText().equals(FORMAT)) {
                throw new IllegalArgumentException("invalid fieldsType " + entry.path("fieldsType"));
            }
            ManagerId id = new ManagerId(
                    entry.path("manager").asText(),
                    applies,
                    applies ? "" : apiVersion,
                    entry.path("subresource").asText());
            JsonNode encoded = entry.hasNonNull("fieldsV1") ? entry.get("fieldsV1") : JsonCodec.object();
            owners.put(id, new Ownership(apiVersion, entry.path("time").asText(), FieldSet.decode(encoded), encoded));
        }
        return new ManagedFields(owners);
    }

    ArrayNode encode() {
        ArrayNode entries = JsonCodec.object().arrayNode();
        owners.entrySet().stream().sorted(AS_WRITTEN).forEach(owner -> {
            ManagerId id = owner.getKey();
            Ownership ownership = owner.getValue();
            ObjectNode entry = entries.addObject();
            if (!id.name().isEmpty()) {
                entry.put("manager", id.name());
            }
            entry.put("operation", id.applies() ? "Apply" : "Update").put("apiVersion", ownership.apiVersion());
            if (!ownership.time().isEmpty()) {
                entry.put("time", ownership.time());
            }
            entry.put("fieldsType", FORMAT).set("fieldsV1", ownership.encoded());
            if (!id.subresource().isEmpty()) {
                entry.put("subresource", id.subresource());
            }
        });
        return entries;
    }

    boolean isEmpty() {
        return owners.isEmpty();
    }

    Optional<Ownership> of(ManagerId id) {
        return Optional.ofNullable(owners.get(id));
    }

    ManagedFields with(ManagerId id, Ownership ownership) {
        Map<ManagerId, Ownership> changed = new LinkedHashMap<>(owners);
        changed.put(id, ownership);
        return new ManagedFields(changed);
    }

    /** With other sets of fields; owners of nothing, and those for whom the function has no answer, are gone. */
    ManagedFields map(BiFunction<ManagerId, Ownership, Optional<FieldSet>> change) {
        Map<ManagerId, Ownership> changed = new LinkedHashMap<>();
        owners.forEach((id, ownership) -> change.apply(id, ownership)
                .filter(fields -> !fields.isEmpty())
                .ifPresent(fields -> changed.put(id, ownership.with(fields))));
        return new ManagedFields(changed);
    }

    /** Makes one owner per version of the oldest updaters, until there are no more than ten. */
    ManagedFields capped() {
        List<Entry<ManagerId, Ownership>> updaters = new ArrayList<>(owners.entrySet().stream()
                .filter(owner -> !owner.getKey().applies())
                .sorted(BY_AGE)
                .toList());
        if (updaters.size() <= MAX_UPDATERS) {
            return this;
        }
        Map<ManagerId, Ownership> left = new LinkedHashMap<>(owners);
        Map<String, ManagerId> oldest = new TreeMap<>();
        int count = updaters.size();
        for (Entry<ManagerId, Ownership> updater : updaters) {
            if (count <= MAX_UPDATERS) {
                break;
            }
            String version = updater.getValue().apiVersion();
            ManagerId first = oldest.putIfAbsent(version, updater.getKey());
            if (first == null) {
                continue;
            }
            ManagerId bucket = ManagerId.updater(FORGOTTEN, version, "");
            Ownership gathered = left.containsKey(bucket) ? left.get(bucket) : left.remove(first);
            Ownership merged = gathered.with(
                            gathered.fields().union(updater.getValue().fields()))
                    .at(updater.getValue().time());
            if (!updater.getKey().equals(bucket)) {
                left.remove(updater.getKey());
            }
            left.put(bucket, merged);
            count--;
        }
        return new ManagedFields(left);
    }
}
