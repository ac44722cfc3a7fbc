package dev.caravel.apiserver.http.impersonation;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whom a request wants to be made as: the {@code Impersonate-} headers. Pure. */
final class ImpersonationHeaders {
    private static final String EXTRA = "impersonate-extra-";

    private ImpersonationHeaders() {}

    /** @throws dev.caravel.apiserver.status.ApiException 400 when attributes are wanted, and no user */
    static Optional<UserInfo> wanted(MultiMap headers) {
        UserInfo wanted = new UserInfo(
                Objects.requireNonNullElse(headers.get("Impersonate-User"), ""),
                Objects.requireNonNullElse(headers.get("Impersonate-Uid"), ""),
                headers.getAll("Impersonate-Group"),
                extra(headers));
        if (!wanted.name().isEmpty()) {
            return Optional.of(wanted);
        }
        if (!wanted.uid().isEmpty()
                || !wanted.groups().isEmpty()
                || !wanted.extra().isEmpty()) {
            throw Statuses.badRequest("requested %s without impersonating a user name".formatted(wanted));
        }
        return Optional.empty();
    }

    private static Map<String, List<String>> extra(MultiMap headers) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String lower = header.getKey().toLowerCase(Locale.ROOT);
            if (lower.startsWith(EXTRA)) {
                extra.computeIfAbsent(unescape(lower.substring(EXTRA.length())), _ -> new ArrayList<>())
                        .add(header.getValue());
            }
        }
        return extra;
    }

    private static String unescape(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key; // as upstream: what does not decode was not encoded
        }
    }
}
