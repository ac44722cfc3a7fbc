package dev.caravel.apiserver.serving;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The name of this server among others: {@code apiserver-} and a hash of the host's name, as upstream's has it. */
public final class ServerIdentity {
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");
    private static final int BYTES = 16;
    private static final int DIGITS = 26;

    private ServerIdentity() {}

    public static String ofThisHost() throws IOException {
        return of(hostname());
    }

    public static String hostname() throws IOException {
        return Files.readString(HOSTNAME).strip();
    }

    static String of(String hostname) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(hostname.getBytes(StandardCharsets.UTF_8));
            return "apiserver-" + base32(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** RFC 4648, in lower case and without padding: 128 bits in digits of five. */
    private static String base32(byte[] bytes) {
        BigInteger bits = new BigInteger(1, bytes).shiftLeft(DIGITS * 5 - bytes.length * Byte.SIZE);
        String digits = "0".repeat(DIGITS) + bits.toString(32);
        return digits.substring(digits.length() - DIGITS)
                .chars()
                .map(digit -> Character.digit(digit, 32))
                .mapToObj(value -> String.valueOf((char) (value < 26 ? 'a' + value : '2' + value - 26)))
                .collect(Collectors.joining());
    }
}
