package dev.caravel.apiserver.bootstrap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** The address by which members of the cluster reach this server. */
public final class AdvertisedAddress {
    private AdvertisedAddress() {}

    /**
     * What the flags say, else the first address of this machine that is not a loopback's.
     *
     * @param advertised {@code --advertise-address}; may be null
     * @param bound {@code --bind-address}
     * @throws IOException when there is none
     */
    public static String choose(String advertised, String bound) throws IOException {
        if (advertised != null && !advertised.isEmpty()) {
            return InetAddress.getByName(advertised).getHostAddress();
        }
        InetAddress address = InetAddress.getByName(bound);
        if (!address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
            return address.getHostAddress();
        }
        return first(interfaces())
                .orElseThrow(
                        () -> new IOException(
                                "unable to find suitable network address, set --advertise-address to the IP address of this host"));
    }

    private static List<NetworkInterface> interfaces() throws SocketException {
        return NetworkInterface.networkInterfaces().toList();
    }

    private static Optional<String> first(List<NetworkInterface> interfaces) {
        return interfaces.stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .filter(address -> address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .findFirst();
    }
}
