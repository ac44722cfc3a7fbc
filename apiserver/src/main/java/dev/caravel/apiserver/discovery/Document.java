package dev.caravel.apiserver.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An answer that is prepared once and given as it is.
 *
 * @param etag of the body, without quotes; SHA-512 in upper case as upstream's
 */
public record Document(String contentType, byte[] body, String etag) {
    public static Document of(String contentType, byte[] body) {
        try {
            var hash = MessageDigest.getInstance("SHA-512").digest(body);
            return new Document(
                    contentType, body, HexFormat.of().withUpperCase().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    @Override
    public String toString() {
        return new String(body, UTF_8);
    }
}
