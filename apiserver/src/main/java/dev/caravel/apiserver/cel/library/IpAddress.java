package dev.caravel.apiserver.cel.library;

import dev.caravel.apiserver.cel.values.Sized;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address; IPv4 addresses in the clothes of IPv6 and such with zones are none. */
record IpAddress(InetAddress address) implements Sized {
    private static final Pattern V4 =
            Pattern.compile("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
    private static final int LONGEST = 64;

    static Optional<IpAddress> parse(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        if (text.length() > LONGEST
                || text.indexOf('%') >= 0
                || text.startsWith("[")
                || !v6 && !V4.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            // The JDK makes IPv4 of a mapped address.
            return address.getAddress().length == 4 && v6 ? Optional.empty() : Optional.of(new IpAddress(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static IpAddress require(String text) {
        return parse(text)
                .orElseThrow(() -> new CelInvalidArgumentException(
                        "IP Address \"" + text + "\" parse error during conversion from string: " + fault(text)));
    }

    private static String fault(String text) {
        if (text.indexOf('%') >= 0) {
            return "IP address with zone value is not allowed";
        }
        if (text.startsWith("::ffff:") && text.indexOf('.') >= 0) {
            return "IPv4-mapped IPv6 address is not allowed";
        }
        return "ParseAddr(\"" + text + "\"): unable to parse IP";
    }

    static IpAddress of(byte[] bytes) {
        try {
            return new IpAddress(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address has " + bytes.length + " bytes", e);
        }
    }

    long family() {
        return bytes().length == 4 ? 4 : 6;
    }

    byte[] bytes() {
        return address.getAddress();
    }

    boolean isGlobalUnicast() {
        byte[] bytes = bytes();
        boolean broadcast = bytes.length == 4 && HexFormat.of().formatHex(bytes).equals("ffffffff");
        return !broadcast
                && !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress();
    }

    @Override
    public long size() {
        return bytes().length;
    }

    /** Of IPv6, as RFC 5952 says. */
    @Override
    public String toString() {
        byte[] bytes = bytes();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        Arrays.setAll(groups, i -> (bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255);
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
