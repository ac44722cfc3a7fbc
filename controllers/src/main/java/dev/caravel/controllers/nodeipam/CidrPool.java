package dev.caravel.controllers.nodeipam;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The equal ranges into which a cluster's range is cut, one for each node. Immutable. */
final class CidrPool {
    private record Range(BigInteger first, BigInteger last) {
        boolean overlaps(Range other) {
            return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
        }
    }

    private final int addressBytes;
    private final BigInteger first;
    private final int maskSize;
    private final BigInteger step;
    private final BigInteger count;
    private final List<Range> reserved;

    /**
     * @param reservedCidrs ranges that no node may get, such as the services'
     * @throws IllegalArgumentException when the sizes do not fit
     */
    CidrPool(String clusterCidr, int maskSize, Collection<String> reservedCidrs) {
        this.maskSize = maskSize;
        addressBytes = address(clusterCidr).getAddress().length;
        int clusterMask = prefix(clusterCidr);
        if (maskSize < clusterMask || maskSize > addressBytes * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "node mask size " + maskSize + " does not fit cluster CIDR " + clusterCidr);
        }
        first = range(clusterCidr).first();
        step = BigInteger.ONE.shiftLeft(addressBytes * Byte.SIZE - maskSize);
        count = BigInteger.ONE.shiftLeft(maskSize - clusterMask);
        reserved = reservedCidrs.stream()
                .filter(cidr -> address(cidr).getAddress().length == addressBytes)
                .map(CidrPool::range)
                .toList();
    }

    /** The first range that overlaps none of {@code used}; empty when all are taken. */
    Optional<String> next(Collection<String> used) {
        Set<Range> taken = used.stream()
                .filter(cidr -> address(cidr).getAddress().length == addressBytes)
                .map(CidrPool::range)
                .collect(Collectors.toSet());
        for (BigInteger i = BigInteger.ZERO; i.compareTo(count) < 0; i = i.add(BigInteger.ONE)) {
            BigInteger start = first.add(i.multiply(step));
            Range range = new Range(start, start.add(step).subtract(BigInteger.ONE));
            if (!taken.contains(range)
                    && taken.stream().noneMatch(range::overlaps)
                    && reserved.stream().noneMatch(range::overlaps)) {
                return Optional.of(text(start));
            }
        }
        return Optional.empty();
    }

    private String text(BigInteger start) {
        byte[] bytes = new byte[addressBytes];
        byte[] value = start.toByteArray();
        int length = Math.min(value.length, addressBytes);
        System.arraycopy(value, value.length - length, bytes, addressBytes - length, length);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + maskSize;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Range range(String cidr) {
        byte[] bytes = address(cidr).getAddress();
        BigInteger size = BigInteger.ONE.shiftLeft(bytes.length * Byte.SIZE - prefix(cidr));
        BigInteger start = new BigInteger(1, bytes).divide(size).multiply(size);
        return new Range(start, start.add(size).subtract(BigInteger.ONE));
    }

    private static int prefix(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr);
        }
        return Integer.parseInt(cidr.substring(slash + 1));
    }

    private static InetAddress address(String cidr) {
        String text = cidr.replaceFirst("/.*", "");
        if (!text.matches("[0-9a-fA-F.:]+")) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr);
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr, e);
        }
    }
}
