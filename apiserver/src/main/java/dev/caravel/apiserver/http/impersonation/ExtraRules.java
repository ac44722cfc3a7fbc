package dev.caravel.apiserver.http.impersonation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What further attributes of a user must be like, where that may be asked for. Pure. */
final class ExtraRules {
    private ExtraRules() {}

    /** What is wrong with one of them, in upstream's words. */
    static Optional<String> fault(Map<String, List<String>> extra) {
        return extra.entrySet().stream()
                .flatMap(entry -> fault(entry.getKey(), entry.getValue()).stream())
                .findFirst();
    }

    private static Optional<String> fault(String key, List<String> values) {
        if (key.isEmpty()) {
            return Optional.of("impersonating the empty string key in extra is not allowed");
        }
        List<String> faults = Formats.named("domainPrefixedPath").faults(TextNode.valueOf(key));
        if (!faults.isEmpty()) {
            return Optional.of("impersonating an invalid key in extra is not allowed: key: Invalid value: \"%s\": %s"
                    .formatted(key, faults.getFirst()));
        }
        if (!key.equals(key.toLowerCase(Locale.ROOT))) {
            return Optional.of("impersonating a non-lowercase key in extra is not allowed: \"%s\"".formatted(key));
        }
        return values.contains("")
                ? Optional.of("impersonating the empty string value in extra is not allowed")
                : Optional.empty();
    }
}
