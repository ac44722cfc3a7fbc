package dev.caravel.scheduler.cluster;

/** A port of the node's own that a container takes. */
public record HostPort(String ip, String protocol, int port) {
    private static final String ANY = "0.0.0.0";

    public HostPort {
        ip = ip == null || ip.isEmpty() ? ANY : ip;
        protocol = protocol == null || protocol.isEmpty() ? "TCP" : protocol;
    }

    public boolean conflictsWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (ip.equals(ANY) || other.ip.equals(ANY) || ip.equals(other.ip));
    }
}
