package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
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
        final Kind kind;
        final Cardinality cardinality;
        final int number;
        /** Its place among all that are written. */
        final int place;

        private final Field field;
        private final byte[] name;
        private MessageLayout type; // two threads may find it out at the same time, and find the same

        private Slot(Field field, int number, int place) {
            this.field = field;
            this.kind = field.kind();
            this.cardinality = field.cardinality();
            this.number = number;
            this.place = place;
            this.name = field.jsonName().getBytes(UTF_8);
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
            int at = index(slot.name, 0, slot.name.length);
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
        byte[] name = at.name();
        int start = at.nameStart();
        int end = at.nameEnd();
        int index = index(name, start, end);
        Slot slot = table[index];
        while (slot != null && !Arrays.equals(slot.name, 0, slot.name.length, name, start, end)) {
            index = index + 1 & table.length - 1;
            slot = table[index];
        }
        return slot;
    }

    /** By four things that few names of one type have in common. */
    private int index(byte[] name, int start, int end) {
        int length = end - start;
        int hash = length == 0 ? 0 : 31 * (31 * (31 * name[start] + name[end - 1]) + name[start + length / 2]) + length;
        return (hash ^ hash >>> 7) & table.length - 1;
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
