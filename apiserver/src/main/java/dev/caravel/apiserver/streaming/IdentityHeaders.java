package dev.caravel.apiserver.streaming;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The headers by which clients show who they are. They are the API server's, and go no further. */
final class IdentityHeaders {
    private static final String PROTOCOLS = "sec-websocket-protocol";
    private static final String TOKEN = "base64url.bearer.authorization.k8s.io.";

    private IdentityHeaders() {}

    /** A header's value as others may see it; empty when they may see nothing of it. */
    static Optional<String> forwarded(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("authorization") || lower.startsWith("impersonate-")) {
            return Optional.empty();
        }
        if (!lower.equals(PROTOCOLS) || !value.contains(TOKEN)) {
            return Optional.of(value);
        }
        return Optional.of(Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(protocol -> !protocol.startsWith(TOKEN))
                        .collect(Collectors.joining(", ")))
                .filter(rest -> !rest.isEmpty());
    }
}
