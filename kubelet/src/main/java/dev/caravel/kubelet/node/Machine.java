package dev.caravel.kubelet.node;

import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What this machine is and has, read from /proc and /sys. */
public record Machine(Path root) {
    private static final long KIBI = 1024;

    /** The share of a full disk at which upstream's kubelet, too, sees pressure. */
    static final double DISK_PRESSURE = 0.10;

    public long memoryBytes() {
        return meminfo("MemTotal");
    }

    long availableMemoryBytes() {
        return meminfo("MemAvailable");
    }

    public boolean swapOn() {
        try {
            return Files.readAllLines(Path.of("/proc/swaps")).size() > 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Quantity> capacity(int maxPods) {
        Map<String, Quantity> capacity = new LinkedHashMap<>();
        capacity.put("cpu", Quantity.of(cpus(), QuantityFormat.DECIMAL_SI));
        capacity.put("ephemeral-storage", Quantity.of(store(FileStore::getTotalSpace), QuantityFormat.BINARY_SI));
        capacity.put("hugepages-1Gi", Quantity.ZERO);
        capacity.put("hugepages-2Mi", Quantity.ZERO);
        capacity.put("memory", Quantity.of(memoryBytes(), QuantityFormat.BINARY_SI));
        capacity.put("pods", Quantity.of(maxPods, QuantityFormat.DECIMAL_SI));
        return capacity;
    }

    boolean diskPressure() {
        return store(FileStore::getUsableSpace) < store(FileStore::getTotalSpace) * DISK_PRESSURE;
    }

    static long cpus() {
        try {
            long count = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("processor"))
                    .count();
            return Math.max(1, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String firstLine(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    static String osImage() {
        try {
            return Files.readAllLines(Path.of("/etc/os-release")).stream()
                    .filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("Linux");
        } catch (IOException e) {
            return "Linux";
        }
    }

    static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm64";
            case "x86_64" -> "amd64";
            case String other -> other;
        };
    }

    /** The address that the machine would use towards the world; with no route, any that is not loopback. */
    public static String defaultAddress() {
        try (DatagramSocket socket = new DatagramSocket()) {
            // Sends nothing: connecting only asks the kernel for a route.
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {8, 8, 8, 8}), 53));
            if (!socket.getLocalAddress().isAnyLocalAddress()) {
                return socket.getLocalAddress().getHostAddress();
            }
        } catch (SocketException | UnknownHostException | UncheckedIOException e) {
            return anyAddress().orElse("127.0.0.1");
        }
        return anyAddress().orElse("127.0.0.1");
    }

    private static Optional<String> anyAddress() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .filter(address -> !address.contains(":"))
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static long meminfo(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                            .filter(line -> line.startsWith(field + ":"))
                            .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("no " + field + " in /proc/meminfo"))
                    * KIBI;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface StoreReader {
        long read(FileStore store) throws IOException;
    }

    private long store(StoreReader reader) {
        try {
            return reader.read(Files.getFileStore(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
