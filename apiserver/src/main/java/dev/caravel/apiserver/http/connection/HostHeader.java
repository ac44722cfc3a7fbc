package dev.caravel.apiserver.http.connection;

import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Optional;

/** What has to be said of the host that is asked (RFC 9110, 7.2), in upstream's words. Pure. */
final class HostHeader {
    /** Without the percent sign: Vert.x reads no escapes, and breaks when it tries. */
    private static final String MARKS = "!$&'()*+,-.:;=[]_~";

    private HostHeader() {}

    /** @param hosts as many as the request has */
    static Optional<String> fault(HttpVersion version, List<String> hosts) {
        if (hosts.isEmpty()) {
            return version.equals(HttpVersion.HTTP_1_1)
                    ? Optional.of("missing required Host header")
                    : Optional.empty();
        }
        if (hosts.size() > 1) {
            return Optional.of("too many Host headers");
        }
        return hosts.getFirst().isEmpty() || isReadable(hosts.getFirst())
                ? Optional.empty()
                : Optional.of("malformed Host header");
    }

    static boolean isReadable(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!isAlphanumeric(c) && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return HostAndPort.parseAuthority(host, -1) != null;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
