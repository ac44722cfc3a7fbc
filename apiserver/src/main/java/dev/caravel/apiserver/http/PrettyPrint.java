package dev.caravel.apiserver.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
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

    /** The document in lines, made again whenever they are gone over: of all of it there is never more than a piece. */
    static Iterable<byte[]> pretty(List<byte[]> json) {
        return () -> {
            Indenter indenter = new Indenter();
            return json.stream()
                    .map(piece -> {
                        indenter.take(piece);
                        return indenter.indented();
                    })
                    .iterator();
        };
    }
}
