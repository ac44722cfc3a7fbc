package dev.caravel.proxy.services;

/** An IP family and the words that nftables has for it. */
public enum IpFamily {
    IPV4("ip", "ipv4_addr", "IPv4"),
    IPV6("ip6", "ipv6_addr", "IPv6");

    private final String nft;
    private final String addressType;
    private final String api;

    IpFamily(String nft, String addressType, String api) {
        this.nft = nft;
        this.addressType = addressType;
        this.api = api;
    }

    /** The family of an address or CIDR in text form. */
    public static IpFamily of(String address) {
        return address.indexOf(':') >= 0 ? IPV6 : IPV4;
    }

    /** The table family and the address expression: {@code ip} or {@code ip6}. */
    public String nft() {
        return nft;
    }

    public String addressType() {
        return addressType;
    }

    /** The value of {@code EndpointSlice.addressType}. */
    public String api() {
        return api;
    }

    /** An address with a port, as {@code dnat to} takes it. */
    public String socket(String address, int port) {
        return this == IPV6 ? "[" + address + "]:" + port : address + ":" + port;
    }
}
