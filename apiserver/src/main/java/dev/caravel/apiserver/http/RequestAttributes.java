package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.resource.GroupVersionResource;
import io.vertx.core.MultiMap;
import java.util.Objects;

/** What authorization is asked of a request. Pure. */
final class RequestAttributes {
    private RequestAttributes() {}

    static Authorizer.Attributes of(UserInfo user, RequestInfo info, MultiMap parameters) {
        if (info.resource().isEmpty()) {
            return new Authorizer.Attributes(user, info.verb(), "", "", "", "", "", "", false, info.path());
        }
        GroupVersionResource resource = info.resource().get();
        return new Authorizer.Attributes(
                user,
                info.verb(),
                info.namespace(),
                resource.group(),
                resource.version(),
                resource.resource(),
                info.subresource(),
                info.name(),
                true,
                info.path(),
                fieldSelector(info.verb(), parameters));
    }

    private static String fieldSelector(String verb, MultiMap parameters) {
        return switch (verb) {
            case "list", "watch", "deletecollection" -> Objects.requireNonNullElse(parameters.get("fieldSelector"), "");
            default -> "";
        };
    }
}
