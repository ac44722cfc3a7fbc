package dev.caravel.deploy.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Gathers what makes a program what it is into a name for it. Not thread-safe. */
final class ProgramVersion {
    private static final int LENGTH = 12;

    private final MessageDigest digest;

    ProgramVersion() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void add(byte[] bytes) {
        digest.update(bytes);
    }

    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    String shown() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    }
}
