package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Selectors;
import dev.caravel.apiserver.resource.GroupVersionResource;
import io.vertx.core.MultiMap;
import java.util.regex.Pattern;

/** What authorization is asked of a request. Pure. */
final class RequestAttributes {
    private static final Pattern OLD_WATCH = Pattern.compile("/(api|apis/[^/]+)/[^/]+/watch/");

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
                selectors(info, parameters));
    }

    /** A watch by the old {@code /watch/} paths is not narrowed, as far as authorization is concerned. */
    private static Selectors selectors(RequestInfo info, MultiMap parameters) {
        boolean selectable =
                switch (info.verb()) {
                    case "list", "deletecollection" -> true;
                    case "watch" -> !OLD_WATCH.matcher(info.path()).lookingAt();
                    default -> false;
                };
        return selectable
                ? Selectors.parse(parameters.get("fieldSelector"), parameters.get("labelSelector"))
                : Selectors.NONE;
    }
}
