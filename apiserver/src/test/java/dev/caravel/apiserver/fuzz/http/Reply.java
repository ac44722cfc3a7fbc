package dev.caravel.apiserver.fuzz.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP/1.1 answer, read strictly. */
record Reply(int code, Map<String, String> headers, byte[] body) {
    /** Reads the whole answer. */
    static Reply read(InputStream in, boolean head) throws IOException {
        Reply start = readHead(in);
        if (start.code == 100) {
            return read(in, head);
        }
        boolean bodiless = head || start.code == 204 || start.code == 304 || start.code == 101;
        return bodiless ? start : new Reply(start.code, start.headers, body(in, start.headers));
    }

    /** Reads up to the body, which stays where it is. */
    static Reply readHead(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.")) {
            throw new IOException("no status line: " + status);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("no header: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return new Reply(code, headers, new byte[0]);
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (int size = size(in); size > 0; size = size(in)) {
                whole.write(exactly(in, size));
                line(in);
            }
            line(in);
            return whole.toByteArray();
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in.readAllBytes();
        }
        return exactly(in, Integer.parseInt(length));
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";")[0].trim(), 16);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ends in a head");
            }
            line.write(c);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    String text() {
        return new String(body, UTF_8);
    }
}
