package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.global;
import static dev.caravel.apiserver.cel.library.Function.member;
import static dev.caravel.apiserver.cel.library.Type.STRING;

import dev.cel.common.types.SimpleType;
import java.util.List;

/** {@code ip}, {@code cidr}, and what can be asked of addresses and ranges. */
final class AddressFunctions {
    private static final Type<IpAddress> IP = Type.opaque("net.IP", IpAddress.class);
    private static final Type<IpRange> CIDR = Type.opaque("net.CIDR", IpRange.class);

    private AddressFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of(
                        "ip",
                        global("string_to_ip", IP.declared(), STRING, IpAddress::require),
                        member("cidr_ip", IP.declared(), CIDR, IpRange::address)),
                Function.of("isIP", global("is_ip", SimpleType.BOOL, STRING, text -> IpAddress.parse(text)
                        .isPresent())),
                Function.of(
                        "ip.isCanonical",
                        global("ip_is_canonical", SimpleType.BOOL, STRING, text -> IpAddress.require(text)
                                .toString()
                                .equals(text))),
                Function.of("family", member("ip_family", SimpleType.INT, IP, IpAddress::family)),
                Function.of("isUnspecified", member("ip_is_unspecified", SimpleType.BOOL, IP, ip -> ip.address()
                        .isAnyLocalAddress())),
                Function.of("isLoopback", member("ip_is_loopback", SimpleType.BOOL, IP, ip -> ip.address()
                        .isLoopbackAddress())),
                Function.of(
                        "isLinkLocalMulticast",
                        member("ip_is_link_local_multicast", SimpleType.BOOL, IP, ip -> ip.address()
                                .isMCLinkLocal())),
                Function.of(
                        "isLinkLocalUnicast", member("ip_is_link_local_unicast", SimpleType.BOOL, IP, ip -> ip.address()
                                .isLinkLocalAddress())),
                Function.of(
                        "isGlobalUnicast",
                        member("ip_is_global_unicast", SimpleType.BOOL, IP, IpAddress::isGlobalUnicast)),
                Function.of("cidr", global("string_to_cidr", CIDR.declared(), STRING, IpRange::require)),
                Function.of("isCIDR", global("is_cidr", SimpleType.BOOL, STRING, text -> IpRange.parse(text)
                        .isPresent())),
                Function.of(
                        "containsIP",
                        member(
                                "cidr_contains_ip_string",
                                SimpleType.BOOL,
                                CIDR,
                                STRING,
                                (range, text) -> range.contains(IpAddress.require(text))),
                        member("cidr_contains_ip_ip", SimpleType.BOOL, CIDR, IP, (range, ip) -> range.contains(ip))),
                Function.of(
                        "containsCIDR",
                        member(
                                "cidr_contains_cidr_string",
                                SimpleType.BOOL,
                                CIDR,
                                STRING,
                                (range, text) -> range.contains(IpRange.require(text))),
                        member(
                                "cidr_contains_cidr",
                                SimpleType.BOOL,
                                CIDR,
                                CIDR,
                                (range, other) -> range.contains(other))),
                Function.of("prefixLength", member("cidr_prefix_length", SimpleType.INT, CIDR, range ->
                        (long) range.bits())),
                Function.of("masked", member("cidr_masked", CIDR.declared(), CIDR, IpRange::masked)),
                Function.of(
                        "string",
                        global("ip_to_string", SimpleType.STRING, IP, IpAddress::toString),
                        global("cidr_to_string", SimpleType.STRING, CIDR, IpRange::toString)));
    }
}
