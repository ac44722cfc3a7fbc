package dev.caravel.apiserver.streaming;

import dev.caravel.apiserver.status.Statuses;
import java.util.Set;

/**
 * What stands for the name in a proxy request: {@code name}, {@code name:port} or {@code scheme:name:port}.
 *
 * @param scheme http, https, or empty
 * @param port a number or a name; empty when not said
 */
record ProxyName(String scheme, String name, String port) {
    private static final Set<String> SCHEMES = Set.of("", "http", "https");

    /**
     * @param what pod, service or node, for the message
     * @throws dev.caravel.apiserver.status.ApiException 400 when it is none of these forms
     */
    static ProxyName parse(String text, String what) {
        String[] parts = text.split(":", -1);
        ProxyName name =
                switch (parts.length) {
                    case 1 -> new ProxyName("", parts[0], "");
                    case 2 -> new ProxyName("", parts[0], parts[1]);
                    case 3 -> new ProxyName(parts[0], parts[1], parts[2]);
                    default -> new ProxyName("", "", "");
                };
        if (name.name.isEmpty() || !SCHEMES.contains(name.scheme)) {
            throw Statuses.badRequest("invalid %s request \"%s\"".formatted(what, text));
        }
        return name;
    }

    boolean isHttps() {
        return scheme.equals("https");
    }

    boolean hasPortNumber() {
        return port.matches("\\d+");
    }
}
