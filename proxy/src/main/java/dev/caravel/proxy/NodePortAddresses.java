package dev.caravel.proxy;

import dev.caravel.proxy.services.IpFamily;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the addresses on which node ports answer. */
final class NodePortAddresses {
    private NodePortAddresses() {}

    /**
     * @param selectors CIDRs, or {@code primary} for the node's own IP
     * @return absent when all of the host's addresses are meant ({@code 0.0.0.0/0})
     */
    static Optional<List<String>> resolve(List<String> selectors, List<String> nodeIps, IpFamily family)
            throws SocketException {
        List<String> mine = selectors.stream()
                .filter(selector -> selector.equals("primary") || IpFamily.of(selector) == family)
                .toList();
        if (mine.stream().anyMatch(cidr -> cidr.endsWith("/0"))) {
            return Optional.empty();
        }
        if (mine.contains("primary")) {
            return Optional.of(
                    nodeIps.stream().filter(ip -> IpFamily.of(ip) == family).toList());
        }
        return Optional.of(Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(nic -> nic.getInterfaceAddresses().stream())
                .map(InterfaceAddress::getAddress)
                .filter(address -> mine.stream().anyMatch(cidr -> contains(cidr, address)))
                .map(InetAddress::getHostAddress)
                .distinct()
                .sorted()
                .toList());
    }

    static boolean contains(String cidr, InetAddress address) {
        int slash = cidr.indexOf('/');
        try {
            byte[] network = InetAddress.getByName(cidr.substring(0, slash)).getAddress();
            byte[] candidate = address.getAddress();
            int bits = Integer.parseInt(cidr.substring(slash + 1));
            if (network.length != candidate.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xff << (8 - bits % 8) & 0xff;
            return Arrays.equals(network, 0, whole, candidate, 0, whole)
                    && (bits % 8 == 0 || (network[whole] & mask) == (candidate[whole] & mask));
        } catch (UnknownHostException | RuntimeException e) {
            throw new IllegalArgumentException("--nodeport-addresses: not a CIDR: " + cidr, e);
        }
    }
}
