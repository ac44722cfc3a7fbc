package dev.caravel.apiserver.http;

import java.util.Arrays;

/**
 * Indents a JSON document by two spaces a level while it goes by, piece by piece, wherever it is cut. Blanks between its parts
 * are left out, but for the newline at its end. Not thread-safe.
 */
final class Indenter {
    private static final int STEP = 2;

    private static final int LONGEST = 256;

    private static final byte[] SPACES = new byte[LONGEST];

    static {
        Arrays.fill(SPACES, (byte) ' ');
    }

    private byte[] buffer = new byte[1024];
    private int length;
    private int depth;
    private boolean text;
    private boolean escaped;

    /** Inside an object or a list of which nothing has come yet. */
    private boolean fresh;

    /** Takes the next piece, and says how long it is when it is indented. */
    int take(byte[] piece) {
        length = 0;
        for (byte next : piece) {
            if (text) {
                inText(next);
            } else {
                between(next);
            }
        }
        return length;
    }

    /** The piece that was taken. */
    byte[] indented() {
        return Arrays.copyOf(buffer, length);
    }

    private void inText(byte next) {
        if (escaped) {
            escaped = false;
        } else if (next == '\\') {
            escaped = true;
        } else if (next == '"') {
            text = false;
        }
        write(next);
    }

    private void between(byte next) {
        switch (next) {
            case ' ', '\t', '\r' -> {}
            case '\n' -> {
                if (depth == 0) {
                    write(next);
                }
            }
            case '{', '[' -> {
                begin();
                write(next);
                depth++;
                fresh = true;
            }
            case '}', ']' -> {
                depth--;
                if (!fresh) {
                    line();
                }
                fresh = false;
                write(next);
            }
            case ',' -> {
                write(next);
                line();
            }
            case ':' -> {
                write(next);
                write((byte) ' ');
            }
            default -> {
                begin();
                text = next == '"';
                write(next);
            }
        }
    }

    /** Of a value or a name: the first one in its object or list goes to a new line. */
    private void begin() {
        if (fresh) {
            fresh = false;
            line();
        }
    }

    private void line() {
        write((byte) '\n');
        for (int left = STEP * depth; left > 0; left -= LONGEST) {
            int spaces = Math.min(left, LONGEST);
            reserve(spaces);
            System.arraycopy(SPACES, 0, buffer, length, spaces);
            length += spaces;
        }
    }

    private void write(byte next) {
        reserve(1);
        buffer[length++] = next;
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }
}
