package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authentication.UserInfo;
import io.vertx.core.MultiMap;
import java.util.List;

/**
 * An authenticated and authorized request, with its body read.
 *
 * @param warnings for {@code Warning} headers; whoever answers may add to it
 */
public record Call(
        String method,
        RequestInfo info,
        UserInfo user,
        MultiMap query,
        MultiMap headers,
        byte[] body,
        List<String> warnings) {

    /** A query parameter; empty when it is absent. */
    public String parameter(String name) {
        String value = query.get(name);
        return value == null ? "" : value;
    }

    /** A header; empty when it is absent. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
