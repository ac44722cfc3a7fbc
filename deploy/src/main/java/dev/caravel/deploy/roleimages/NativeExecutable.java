package dev.caravel.deploy.roleimages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an executable tells of itself. */
final class NativeExecutable {
    /** A symbol of each native image, meant for tools that ask which one has made it. */
    private static final Pattern BUILDER = Pattern.compile("com\\.oracle\\.svm\\.core\\.VM=([\\x20-\\x7e]+)\\x00");

    private final byte[] content;

    NativeExecutable(Path file) throws IOException {
        this.content = Files.readAllBytes(file);
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Empty for an executable that is no native image, as one given in place of ours. */
    Optional<String> builder() {
        Matcher found = BUILDER.matcher(new String(content, StandardCharsets.ISO_8859_1));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
