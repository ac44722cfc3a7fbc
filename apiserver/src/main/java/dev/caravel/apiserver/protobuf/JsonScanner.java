package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Walks over a document that is known to be JSON, value by value: what is in it is copied, or skipped, as it stands. What it
 * says of a name or a text holds until the next one. Not thread-safe.
 */
final class JsonScanner {
    private final byte[] json;
    private int at;

    private int textStart;
    private int textEnd;
    private boolean escaped;

    private byte[] name;
    private int nameStart;
    private int nameEnd;

    JsonScanner(byte[] json) {
        this.json = json;
    }

    byte[] json() {
        return json;
    }

    /** The byte that the next value begins with, or what ends the list or the object. */
    byte peek() {
        while (json[at] <= ' ' && json[at] >= 0) {
            at++;
        }
        return json[at];
    }

    /** Where the next value begins, after a {@link #peek}. */
    int position() {
        return at;
    }

    /** Goes into the list or the object that comes next, if one does. */
    boolean enter(char open) {
        boolean opens = peek() == open;
        if (opens) {
            at++;
        }
        return opens;
    }

    /** Goes on to the next element of the list, or out of it. */
    boolean nextElement() {
        return !isLeft(']');
    }

    /** Goes on to the value of the next member of the object, whose name is then known, or out of it. */
    boolean nextMember() {
        if (isLeft('}')) {
            return false;
        }
        text();
        name = json;
        nameStart = textStart;
        nameEnd = textEnd;
        if (escaped) {
            WireWriter plain = new WireWriter(textEnd - textStart);
            unescape(plain);
            name = plain.toBytes();
            nameStart = 0;
            nameEnd = name.length;
        }
        peek();
        at++; // the colon
        return true;
    }

    private boolean isLeft(char close) {
        byte next = peek();
        if (next == ',') {
            at++;
            next = peek();
        }
        if (next == close) {
            at++;
        }
        return next == close;
    }

    byte[] name() {
        return name;
    }

    int nameStart() {
        return nameStart;
    }

    int nameEnd() {
        return nameEnd;
    }

    /** Reads the text that comes next. */
    void text() {
        peek();
        int end = at + 1;
        textStart = end;
        escaped = false;
        for (byte next = json[end]; next != '"'; next = json[++end]) {
            if (next == '\\') {
                escaped = true;
                end++;
            }
        }
        textEnd = end;
        at = end + 1;
    }

    /** Reads the text that comes next if it is one without escapes; else stays before the value. */
    boolean plainText() {
        if (peek() != '"') {
            return false;
        }
        int start = at;
        text();
        if (escaped) {
            at = start;
        }
        return !escaped;
    }

    /** Where the text begins that was read, as it stands. */
    int textStart() {
        return textStart;
    }

    int textEnd() {
        return textEnd;
    }

    /** Writes the text that was read. */
    void writeText(int number, WireWriter into) {
        if (escaped) {
            int field = into.begin(number);
            unescape(into);
            into.end(field);
        } else {
            into.bytes(number, json, textStart, textEnd);
        }
    }

    private void unescape(WireWriter into) {
        int plain = textStart;
        int next = textStart;
        while (next < textEnd) {
            if (json[next] != '\\') {
                next++;
                continue;
            }
            into.raw(json, plain, next);
            int after = next + 2;
            byte[] meant;
            if (json[next + 1] == 'u') {
                int unit = unit(next);
                after += 4;
                boolean paired = Character.isHighSurrogate((char) unit)
                        && after + 6 <= textEnd
                        && json[after] == '\\'
                        && json[after + 1] == 'u'
                        && Character.isLowSurrogate((char) unit(after));
                meant = Character.toString(paired ? Character.toCodePoint((char) unit, (char) unit(after)) : unit)
                        .getBytes(UTF_8);
                after += paired ? 6 : 0;
            } else {
                meant = new byte[] {meaning(json[next + 1])};
            }
            into.raw(meant, 0, meant.length);
            next = after;
            plain = after;
        }
        into.raw(json, plain, textEnd);
    }

    /** The UTF-16 unit that is escaped there. */
    private int unit(int escape) {
        int unit = 0;
        for (int i = escape + 2; i < escape + 6; i++) {
            unit = unit << 4 | Character.digit(json[i], 16);
        }
        return unit;
    }

    private static byte meaning(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    /** Goes to the end of the value that comes next. */
    void skip() {
        switch (peek()) {
            case '"' -> text();
            case '{', '[' -> skipNested();
            default -> skipWord();
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            switch (json[at]) {
                case '"' -> text();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
    }

    /** A number, true, false or null. */
    private void skipWord() {
        while (at < json.length && !endsWord(json[at])) {
            at++;
        }
    }

    private static boolean endsWord(byte next) {
        return next == ',' || next == '}' || next == ']' || next <= ' ' && next >= 0;
    }

    /** Reads the value that comes next as a tree: for what is seldom, or is not what was expected. */
    JsonNode tree() {
        peek();
        int start = at;
        skip();
        try {
            return JsonCodec.read(Arrays.copyOfRange(json, start, at));
        } catch (IOException e) {
            throw new UncheckedIOException("a value cannot be read", e);
        }
    }

    /** Reads the whole number that comes next; of anything else, what a tree makes of it. */
    long integer() {
        boolean negative = peek() == '-';
        int first = negative ? at + 1 : at;
        int end = first;
        long value = 0;
        while (json[end] >= '0' && json[end] <= '9' && end - first < 18) {
            value = 10 * value + json[end++] - '0';
        }
        if (end == first || !endsWord(json[end])) {
            return tree().asLong();
        }
        at = end;
        return negative ? -value : value;
    }
}
