package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.global;
import static dev.caravel.apiserver.cel.library.Function.member;
import static dev.caravel.apiserver.cel.library.Type.STRING;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code url}, {@code isURL} and the parts of a URL. */
final class UrlFunctions {
    private static final Type<URI> URL = Type.opaque("kubernetes.URL", URI.class);

    private UrlFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of("url", global("string_to_url", URL.declared(), STRING, text -> parse(text)
                        .orElseThrow(() -> new CelInvalidArgumentException(
                                "URL parse error during conversion from string: parse \"" + text
                                        + "\": invalid URI for request")))),
                Function.of("isURL", global("is_url_string", SimpleType.BOOL, STRING, text -> parse(text)
                        .isPresent())),
                Function.of(
                        "getScheme", member("url_get_scheme", SimpleType.STRING, URL, url -> orEmpty(url.getScheme()))),
                Function.of("getHost", member("url_get_host", SimpleType.STRING, URL, UrlFunctions::host)),
                Function.of(
                        "getHostname",
                        member(
                                "url_get_hostname",
                                SimpleType.STRING,
                                URL,
                                url -> withoutBrackets(orEmpty(url.getHost())))),
                Function.of(
                        "getPort",
                        member(
                                "url_get_port",
                                SimpleType.STRING,
                                URL,
                                url -> url.getPort() < 0 ? "" : Integer.toString(url.getPort()))),
                Function.of(
                        "getEscapedPath",
                        member("url_get_escaped_path", SimpleType.STRING, URL, url -> orEmpty(url.getRawPath()))),
                Function.of(
                        "getQuery",
                        member(
                                "url_get_query",
                                MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)),
                                URL,
                                url -> query(orEmpty(url.getRawQuery())))));
    }

    /** An absolute URL, or an absolute path. */
    static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean path = text.startsWith("/");
            return (uri.isAbsolute() || path) && uri.getRawFragment() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Object host(URI url) {
        String host = orEmpty(url.getHost());
        return url.getPort() < 0 ? host : host + ":" + url.getPort();
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static Map<String, List<String>> query(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String part : query.split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                values.computeIfAbsent(URLDecoder.decode(name, UTF_8), _ -> new ArrayList<>())
                        .add(URLDecoder.decode(value, UTF_8));
            }
        }
        return values;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
