package dev.caravel.apiserver.audit;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whom a request came from, and through whom: the origin first. Only the last one is certain. */
final class SourceAddresses {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]+");

    private SourceAddresses() {}

    static List<String> of(HttpServerRequest request) {
        List<String> named = new ArrayList<>();
        String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded != null) {
            named.addAll(List.of(forwarded.split(",")));
        }
        String real = request.getHeader("X-Real-Ip");
        if (real != null) {
            named.add(real);
        }
        Set<String> addresses = new LinkedHashSet<>();
        named.stream()
                .map(String::trim)
                .filter(each -> ADDRESS.matcher(each).matches())
                .forEach(addresses::add);
        addresses.add(request.remoteAddress().hostAddress());
        return List.copyOf(addresses);
    }
}
