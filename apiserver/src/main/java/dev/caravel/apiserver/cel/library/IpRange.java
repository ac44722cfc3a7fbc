package dev.caravel.apiserver.cel.library;

import dev.caravel.apiserver.cel.values.Sized;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address with the length of a prefix. */
record IpRange(IpAddress address, int bits) implements Sized {
    private static final Pattern BITS = Pattern.compile("0|[1-9]\\d{0,2}");

    static Optional<IpRange> parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0 || !BITS.matcher(text.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(text.substring(0, slash))
                .filter(address -> bits <= address.bytes().length * 8)
                .map(address -> new IpRange(address, bits));
    }

    static IpRange require(String text) {
        return parse(text)
                .orElseThrow(() -> new CelInvalidArgumentException(
                        "network address parse error during conversion from string: netip.ParsePrefix(\"" + text
                                + "\"): no '/'"));
    }

    IpRange masked() {
        byte[] bytes = address.bytes();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - 8L * i, 0, 8);
            bytes[i] &= (byte) (0xff << 8 - kept);
        }
        return new IpRange(IpAddress.of(bytes), bits);
    }

    boolean contains(IpAddress other) {
        return other.family() == address.family()
                && new IpRange(other, bits).masked().address().equals(masked().address());
    }

    boolean contains(IpRange other) {
        return other.bits >= bits && contains(other.address);
    }

    @Override
    public long size() {
        return (bits + 7) / 8;
    }

    @Override
    public String toString() {
        return address + "/" + bits;
    }
}
