package dev.caravel.apiserver.resource.validation;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** IP addresses and ranges, as text; never a name that would be looked up. */
final class IpFormats {
    private static final String NOT_AN_ADDRESS = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private static final String NOT_A_RANGE = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    private IpFormats() {}

    static Optional<InetAddress> parse(String text) {
        var literal = text.contains(":") || text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
        try {
            return literal && !text.contains("%") && !text.startsWith("[")
                    ? Optional.of(InetAddress.ofLiteral(text))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static List<String> address(String value) {
        return parse(value).isPresent() ? List.of() : List.of(NOT_AN_ADDRESS);
    }

    /** An address in a form that all programs read alike. */
    static List<String> strictAddress(String value) {
        if (value.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") && value.matches("(.*\\.)?0[0-9].*")) {
            return List.of("must not have leading 0s");
        }
        if (parse(value).isPresent() && value.matches("(?i)(0*:)*:?ffff:([0-9.]+|[0-9a-f]{1,4}:[0-9a-f]{1,4})")) {
            return List.of("must not be an IPv4-mapped IPv6 address");
        }
        return address(value);
    }

    /** Addresses that endpoints may not have, since they mean something else on each node. */
    static List<String> endpointAddress(String value) {
        var address = parse(value);
        if (address.isEmpty()) {
            return List.of(NOT_AN_ADDRESS);
        }
        if (address.get().isAnyLocalAddress()) {
            return List.of("may not be unspecified (" + value + ")");
        }
        if (address.get().isLoopbackAddress()) {
            return List.of("may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }
        if (address.get().isLinkLocalAddress()) {
            return List.of("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (address.get().isMCLinkLocal()) {
            return List.of("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
        return List.of();
    }

    static List<String> range(String value) {
        var slash = value.indexOf('/');
        if (slash < 0 || !value.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            return List.of(NOT_A_RANGE);
        }
        var bits = Integer.parseInt(value.substring(slash + 1));
        return parse(value.substring(0, slash))
                .filter(address -> bits <= address.getAddress().length * 8)
                .map(_ -> List.<String>of())
                .orElse(List.of(NOT_A_RANGE));
    }
}
