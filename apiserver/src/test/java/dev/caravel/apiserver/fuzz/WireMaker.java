package dev.caravel.apiserver.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Makes protobuf messages that no encoder would. */
final class WireMaker {
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private WireMaker() {}

    static byte[] message(Dice dice) {
        return envelope(
                dice,
                dice.of("v1", "apps/v1", "batch/v1"),
                dice.of("Pod", "Deployment", "Job", "Status"),
                fields(dice, 5));
    }

    /** Schemas in schemas, and maps in maps, deeper than anybody needs. */
    static byte[] nested(Dice dice) {
        byte[] inner = fields(dice, 2);
        int depth = dice.oneIn(4) ? dice.below(20_000) : dice.below(50);
        int number = dice.of(1, 2, 3, 18, 29, 30, 31);
        // The length of a length grows with the depth: written from the inside out, at the end of one array.
        byte[] all = new byte[inner.length + depth * 8];
        int at = all.length - inner.length;
        System.arraycopy(inner, 0, all, at, inner.length);
        for (int i = 0; i < depth; i++) {
            byte[] head = head(number, all.length - at);
            at -= head.length;
            System.arraycopy(head, 0, all, at, head.length);
        }
        byte[] schema = java.util.Arrays.copyOfRange(all, at, all.length);
        for (int outer : new int[] {1, 4, 7, 2}) {
            schema = concat(head(outer, schema.length), schema);
        }
        return envelope(dice, "apiextensions.k8s.io/v1", "CustomResourceDefinition", schema);
    }

    private static byte[] head(int number, int length) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        varint(head, (long) number << 3 | 2);
        varint(head, length);
        return head.toByteArray();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static byte[] envelope(Dice dice, String apiVersion, String kind, byte[] object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        bytes(type, 1, apiVersion.getBytes(UTF_8));
        bytes(type, 2, kind.getBytes(UTF_8));
        bytes(out, 1, type.toByteArray());
        bytes(out, 2, object);
        if (dice.oneIn(5)) {
            out.writeBytes(fields(dice, 1));
        }
        return out.toByteArray();
    }

    private static byte[] fields(Dice dice, int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = dice.size(20);
        for (int i = 0; i < count; i++) {
            int number = dice.oneIn(20) ? dice.below(1 << 29) : dice.below(45);
            int type = dice.oneIn(15) ? dice.below(8) : dice.of(0, 1, 2, 2, 2, 5);
            varint(out, (long) number << 3 | type);
            switch (type) {
                case 0 -> varint(out, dice.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, dice.any(), 1L << 31));
                case 1 ->
                    out.writeBytes(
                            dice.of(new byte[8], dice.bytes(8), new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f}));
                case 2 -> {
                    byte[] inner =
                            depth == 0 || dice.oneIn(3) ? Hostile.text(dice).getBytes(UTF_8) : fields(dice, depth - 1);
                    varint(out, dice.oneIn(30) ? dice.any() : inner.length);
                    out.writeBytes(inner);
                }
                case 5 -> out.writeBytes(dice.bytes(4));
                default -> {}
            }
        }
        return out.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream out, int number, byte[] bytes) {
        varint(out, (long) number << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
