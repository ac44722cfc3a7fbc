package dev.caravel.apiserver.bootstrap;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The range of service addresses, as far as the Service {@code kubernetes} needs it. */
final class ServiceRange {
    private ServiceRange() {}

    /**
     * {@code 10.96.0.1} of {@code 10.96.0.0/16}.
     *
     * @throws IllegalArgumentException when it is no CIDR
     */
    static String firstAddress(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr);
        }
        try {
            byte[] base = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
            int hostBits = base.length * Byte.SIZE - Integer.parseInt(cidr.substring(slash + 1));
            byte[] first = new BigInteger(1, base)
                    .shiftRight(hostBits)
                    .shiftLeft(hostBits)
                    .add(BigInteger.ONE)
                    .toByteArray();
            byte[] address = new byte[base.length];
            int length = Math.min(first.length, address.length);
            System.arraycopy(first, first.length - length, address, address.length - length, length);
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr, e);
        }
    }
}
