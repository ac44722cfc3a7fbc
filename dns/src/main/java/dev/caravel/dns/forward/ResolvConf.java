package dev.caravel.dns.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code nameserver} lines of resolv.conf(5). */
public final class ResolvConf {
    private static final int DNS_PORT = 53;

    private ResolvConf() {}

    /** Empty when the file does not exist: then other names cannot be resolved. */
    public static List<InetSocketAddress> nameServers(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.trim().split("\\s+");
            if (words.length >= 2 && words[0].equals("nameserver")) {
                servers.add(new InetSocketAddress(InetAddress.ofLiteral(words[1]), DNS_PORT));
            }
        }
        return servers;
    }
}
