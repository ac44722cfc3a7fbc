package dev.caravel.dns.zone;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IP address as one DNS label: {@code 10-0-0-1}, {@code fd00--1}. */
final class DashedAddress {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(-\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f-]+");

    private DashedAddress() {}

    static String format(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? text.replace(':', '-') : text.replace('.', '-');
    }

    static Optional<InetAddress> parse(String label) {
        String text;
        if (IPV4.matcher(label).matches()) {
            text = label.replace('-', '.');
        } else if (IPV6.matcher(label).matches() && label.indexOf('-') >= 0) {
            text = label.replace('-', ':');
        } else {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
