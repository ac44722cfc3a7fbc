package dev.caravel.apiserver.http.impersonation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.validation.Formats;

/** What the name of a user tells of it. */
sealed interface KnownUser {
    record Node(String name) implements KnownUser {}

    record ServiceAccount(String namespace, String name) implements KnownUser {}

    record Other() implements KnownUser {}

    static KnownUser of(String username) {
        if (username.startsWith("system:node:")) {
            String name = username.substring("system:node:".length());
            return isSubdomain(name) ? new Node(name) : new Other();
        }
        String[] parts = username.split(":", -1);
        boolean account = parts.length == 4 && username.startsWith("system:serviceaccount:");
        return account && isLabel(parts[2]) && isSubdomain(parts[3])
                ? new ServiceAccount(parts[2], parts[3])
                : new Other();
    }

    private static boolean isSubdomain(String name) {
        return Formats.named("dns1123Subdomain").faults(TextNode.valueOf(name)).isEmpty();
    }

    private static boolean isLabel(String name) {
        return Formats.named("dns1123Label").faults(TextNode.valueOf(name)).isEmpty();
    }
}
