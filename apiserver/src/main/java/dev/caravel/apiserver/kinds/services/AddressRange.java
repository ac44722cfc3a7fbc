package dev.caravel.apiserver.kinds.services;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The addresses of a service CIDR that a Service can have: neither the network's own nor, for IPv4, the broadcast one.
 */
final class AddressRange implements AllocationRange<String> {
    private final String cidr;
    private final boolean ipv6;
    private final BigInteger first;
    private final BandedRange offsets;

    private AddressRange(String cidr, boolean ipv6, BigInteger first, BandedRange offsets) {
        this.cidr = cidr;
        this.ipv6 = ipv6;
        this.first = first;
        this.offsets = offsets;
    }

    /** @throws IllegalArgumentException when it is not a CIDR, or leaves no address */
    static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr);
        }
        byte[] base = IpText.parse(cidr.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("invalid CIDR address: " + cidr))
                .getAddress();
        int bits = base.length * 8;
        int hostBits = bits - Integer.parseInt(cidr.substring(slash + 1));
        if (hostBits < 1 || hostBits > bits) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr);
        }
        BigInteger network = new BigInteger(1, base).shiftRight(hostBits).shiftLeft(hostBits);
        // A longer range than this is never used up, and offsets fit a long.
        long total = 1L << Math.min(hostBits, 62);
        boolean ipv6 = bits == 128;
        BandedRange banded = BandedRange.of(total, 16, 16, 256);
        return new AddressRange(
                cidr,
                ipv6,
                network.add(BigInteger.ONE),
                new BandedRange(ipv6 ? total - 1 : total - 2, Math.max(0, banded.lowerBand() - 1)));
    }

    String family() {
        return ipv6 ? "IPv6" : "IPv4";
    }

    @Override
    public boolean contains(String address) {
        return IpText.parse(address)
                .filter(ip -> ip.getAddress().length == (ipv6 ? 16 : 4))
                .map(ip -> new BigInteger(1, ip.getAddress()).subtract(first))
                .filter(offset -> offset.signum() >= 0 && offset.compareTo(BigInteger.valueOf(offsets.size())) < 0)
                .isPresent();
    }

    @Override
    public Stream<String> candidates(RandomGenerator random) {
        return offsets.candidates(random).mapToObj(this::address);
    }

    private String address(long offset) {
        byte[] value = first.add(BigInteger.valueOf(offset)).toByteArray();
        byte[] address = new byte[ipv6 ? 16 : 4];
        int length = Math.min(value.length, address.length);
        System.arraycopy(value, value.length - length, address, address.length - length, length);
        return IpText.format(address);
    }

    @Override
    public String toString() {
        return cidr;
    }
}
