package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a type's JSON becomes its message: its fields by the bytes of their names, and the order in which they are written: by
 * number, after the messages that JSON has inlined. Immutable.
 */
final class MessageLayout {
    /** A field of a message, or of one that is inlined in it. */
    static final class Slot {
        final Field field;
        final int number;
        /** Its place among all that are written. */
        final int place;

        private final byte[] name;
        private final int hash;
        private MessageLayout type; // two threads may find it out at the same time, and find the same

        private Slot(Field field, int number, int place) {
            this.field = field;
            this.number = number;
            this.place = place;
            this.name = field.jsonName().getBytes(UTF_8);
            this.hash = Arrays.hashCode(name);
        }

        /** Of the messages that the field holds; null when nothing is known of them. */
        MessageLayout type(MessageLayouts layouts) {
            MessageLayout known = type;
            if (known == null) {
                known = field.type().map(layouts::of).orElse(null);
                type = known;
            }
            return known;
        }
    }

    /** A message within: those inlined in it, then its own fields, which have the places from {@code first} to before {@code end}. */
    record Group(List<Inlined> inlined, int first, int end) {}

    record Inlined(int number, Group group) {}

    private final Slot[] slots;
    private final Slot[] table;
    private final Group group;

    private MessageLayout(Slot[] slots, Group group) {
        this.slots = slots;
        this.group = group;
        table = new Slot[Integer.highestOneBit(2 * slots.length + 1) << 1];
        for (Slot slot : slots) {
            int at = index(slot.hash);
            while (table[at] != null) {
                at = at + 1 & table.length - 1;
            }
            table[at] = slot;
        }
    }

    static MessageLayout of(Schema schema) {
        Tree root = new Tree();
        schema.fields().values().forEach(field -> root.place(field, field.protobufPath()));
        List<Slot> slots = new ArrayList<>();
        Group group = root.group(slots);
        return new MessageLayout(slots.toArray(Slot[]::new), group);
    }

    /** The field that the scanner is at; null when the type has none of that name. */
    Slot slot(JsonScanner at) {
        int hash = at.nameHash();
        int index = index(hash);
        for (Slot slot = table[index]; slot != null; slot = table[index]) {
            if (slot.hash == hash
                    && Arrays.equals(slot.name, 0, slot.name.length, at.name(), at.nameStart(), at.nameEnd())) {
                return slot;
            }
            index = index + 1 & table.length - 1;
        }
        return null;
    }

    private int index(int hash) {
        return (hash ^ hash >>> 15) & table.length - 1;
    }

    int size() {
        return slots.length;
    }

    Group group() {
        return group;
    }

    /** Fields by number, and the messages inlined. */
    private record Tree(Map<Integer, Field> fields, Map<Integer, Tree> inlined) {
        Tree() {
            this(new TreeMap<>(), new TreeMap<>());
        }

        /** What has no number is not written. */
        void place(Field field, List<Integer> path) {
            if (path.size() == 1 && path.getFirst() > 0) {
                fields.put(path.getFirst(), field);
            } else if (path.size() > 1) {
                inlined.computeIfAbsent(path.getFirst(), _ -> new Tree()).place(field, path.subList(1, path.size()));
            }
        }

        Group group(List<Slot> slots) {
            List<Inlined> within = inlined.entrySet().stream()
                    .map(entry -> new Inlined(entry.getKey(), entry.getValue().group(slots)))
                    .toList();
            int first = slots.size();
            fields.forEach((number, field) -> slots.add(new Slot(field, number, slots.size())));
            return new Group(within, first, slots.size());
        }
    }
}
