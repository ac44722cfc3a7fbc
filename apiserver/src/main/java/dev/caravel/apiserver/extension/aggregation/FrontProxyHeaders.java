package dev.caravel.apiserver.extension.aggregation;

import dev.caravel.apiserver.authentication.UserInfo;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Tells a server behind this one who the user is. Pure. */
final class FrontProxyHeaders {
    private static final String EXTRA = "X-Remote-Extra-";
    private static final List<String> OURS = List.of("x-remote-", "impersonate-", "authorization");
    /** RFC 9110, 5.6.2: what a field name may have besides letters and digits; upstream escapes the percent sign too. */
    private static final String TOKEN = "!#$&'*+-.^_`|~";

    private FrontProxyHeaders() {}

    /** What a client says of itself is no longer of interest, or a lie. */
    static void forget(MultiMap headers) {
        for (String name : List.copyOf(headers.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (OURS.stream().anyMatch(lower::startsWith)) {
                headers.remove(name);
            }
        }
    }

    static void set(MultiMap headers, UserInfo user) {
        headers.set("X-Remote-User", user.name());
        if (!user.uid().isEmpty()) {
            headers.set("X-Remote-Uid", user.uid());
        }
        headers.add("X-Remote-Group", user.groups());
        user.extra().forEach((key, values) -> headers.add(EXTRA + escape(key), values));
    }

    /** As in URLs: keys may have characters that names of headers may not. */
    static String escape(String key) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each > 0 && (Character.isLetterOrDigit(each) || TOKEN.indexOf(each) >= 0);
            if (plain) {
                escaped.append((char) each);
            } else {
                escaped.append('%').append("%02X".formatted(each & 0xff));
            }
        }
        return escaped.toString();
    }
}
