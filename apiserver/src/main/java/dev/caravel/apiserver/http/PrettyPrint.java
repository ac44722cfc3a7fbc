package dev.caravel.apiserver.http;

import dev.caravel.apiserver.json.JsonCodec;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;

/** JSON for human readers: for those who ask by {@code ?pretty=true}, and for tools that people use by hand. */
final class PrettyPrint {
    private static final Set<String> BY_HAND = Set.of("curl", "Wget", "Mozilla/5.0");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final String DESCRIPTIONS = "/openapi/";

    private PrettyPrint() {}

    /** Whether the answer to the request should be pretty if it is of this type. */
    static boolean wanted(HttpServerRequest request, String contentType) {
        if (!contentType.startsWith("application/json") || request.path().startsWith(DESCRIPTIONS)) {
            return false;
        }
        String agent = request.getHeader("User-Agent");
        return wanted(agent == null ? "" : agent, request.getParam("pretty", ""));
    }

    static boolean wanted(String agent, String parameter) {
        return parameter.isEmpty() ? BY_HAND.stream().anyMatch(agent::startsWith) : TRUE.contains(parameter);
    }

    static byte[] pretty(byte[] json) {
        try {
            byte[] lines = JsonCodec.writePretty(JsonCodec.read(json));
            if (json.length == 0 || json[json.length - 1] != '\n') {
                return lines;
            }
            byte[] ended = Arrays.copyOf(lines, lines.length + 1);
            ended[lines.length] = '\n';
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON was to be sent as such", e);
        }
    }
}
