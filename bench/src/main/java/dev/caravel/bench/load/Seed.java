package dev.caravel.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored object of which copies can be made, in whatever form its server has stored it: names and UIDs are exchanged for others of
 * the same length, so that lengths within the form stay true.
 */
record Seed(String key, byte[] value, String name) {
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    Seed {
        requireNonNull(key, "key is null");
        requireNonNull(value, "value is null");
        if (!key.endsWith("/" + name)) {
            throw new IllegalArgumentException("%s is not the key of %s".formatted(key, name));
        }
    }

    /** The name of a copy: as long as all others with the same beginning. */
    static String name(String kind, int index) {
        return "%s-%07d".formatted(kind, index);
    }

    Seed copy(String other, UUID uid) {
        if (other.length() != name.length()) {
            throw new IllegalArgumentException("%s is not as long as %s".formatted(other, name));
        }
        String text = new String(value, ISO_8859_1).replace(name, other);
        Matcher old = UID.matcher(text);
        String renewed = old.find() ? text.replace(old.group(), uid.toString()) : text;
        return new Seed(key.substring(0, key.length() - name.length()) + other, renewed.getBytes(ISO_8859_1), other);
    }
}
