package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authentication.UserInfo;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;

/** The reading of requests, for tests of other packages. */
public final class Requests {
    private static final RequestLimits LIMITS = new RequestLimits(Duration.ofSeconds(60));

    private Requests() {}

    /** Reads all that a method, a path and a query say, for every verb. */
    public static void readHead(String method, String path, String query) {
        MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
        new QueryStringDecoder("?" + query).parameters().forEach(parameters::add);
        RequestInfo info = RequestInfoParser.parse(method, path, parameters);
        LIMITS.time(info, parameters);
        RequestLimits.checkName(info);
        Call call = call(method, info, parameters, "", new byte[0]);
        switch (info.verb()) {
            case "list", "watch", "deletecollection" -> QueryOptions.list(call);
            case "patch" -> QueryOptions.patch(call);
            case "delete" -> QueryOptions.delete(call);
            case "create", "update" -> QueryOptions.write(call);
            default -> {}
        }
    }

    /** Reads an object as create does; or, of an apply, as a configuration. */
    public static void readBody(String mediaType, byte[] body) {
        MultiMap none = MultiMap.caseInsensitiveMultiMap();
        RequestInfo info = RequestInfoParser.parse("POST", "/api/v1/namespaces/a/pods", none);
        Call call = call("POST", info, none, mediaType, body);
        if (ApplyEndpoint.isApply(call)) {
            RequestBody.configuration(call);
        } else {
            RequestBody.decode(call, "Pod");
        }
    }

    private static Call call(String method, RequestInfo info, MultiMap parameters, String mediaType, byte[] body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", mediaType);
        return new Call(method, info, UserInfo.of("fuzz"), parameters, headers, body, new ArrayList<>());
    }
}
