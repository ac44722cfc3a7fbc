package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lets a user act as another one, if it may: the {@code Impersonate-} headers. Thread-safe. */
final class Impersonation {
    private static final String EXTRA = "impersonate-extra-";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private final Authorizer authorizer;

    Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** @throws dev.caravel.apiserver.status.ApiException Forbidden when the user may not act as the one it names */
    UserInfo apply(UserInfo user, MultiMap headers) {
        String name = text(headers, "Impersonate-User");
        String uid = text(headers, "Impersonate-Uid");
        List<String> groups = headers.getAll("Impersonate-Group");
        Map<String, List<String>> extra = extra(headers);
        if (name.isEmpty()) {
            if (!uid.isEmpty() || !groups.isEmpty() || !extra.isEmpty()) {
                throw Statuses.badRequest(
                        "requested impersonation of %s without impersonating a user".formatted(groups));
            }
            return user;
        }
        require(user, name);
        groups.forEach(group -> require(user, "", "", "groups", "", group));
        extra.forEach((key, values) ->
                values.forEach(value -> require(user, "", "authentication.k8s.io", "userextras", key, value)));
        if (!uid.isEmpty()) {
            require(user, "", "authentication.k8s.io", "uids", "", uid);
        }
        return new UserInfo(name, uid, groupsOf(name, groups), extra);
    }

    private void require(UserInfo user, String name) {
        if (name.startsWith(SERVICE_ACCOUNT)) {
            String[] parts = name.substring(SERVICE_ACCOUNT.length()).split(":", 2);
            if (parts.length == 2) {
                require(user, parts[0], "", "serviceaccounts", "", parts[1]);
                return;
            }
        }
        require(user, "", "", "users", "", name);
    }

    private void require(
            UserInfo user, String namespace, String group, String resource, String subresource, String name) {
        Attributes attributes =
                new Attributes(user, "impersonate", namespace, group, "v1", resource, subresource, name, true, "");
        Authorizer.Decision decision = authorizer.authorize(attributes);
        if (!decision.allowed()) {
            throw ForbiddenMessage.of(attributes, decision.reason());
        }
    }

    /** Everyone but the anonymous is authenticated; service accounts are in their groups unless others are named. */
    private static List<String> groupsOf(String name, List<String> requested) {
        List<String> groups = new ArrayList<>(requested);
        if (groups.isEmpty() && name.startsWith(SERVICE_ACCOUNT)) {
            String namespace = name.substring(SERVICE_ACCOUNT.length()).split(":", 2)[0];
            groups.add("system:serviceaccounts");
            groups.add("system:serviceaccounts:" + namespace);
        }
        String authenticated =
                name.equals(UserInfo.ANONYMOUS) ? UserInfo.GROUP_UNAUTHENTICATED : UserInfo.GROUP_AUTHENTICATED;
        if (!groups.contains(authenticated)) {
            groups.add(authenticated);
        }
        return groups;
    }

    private static Map<String, List<String>> extra(MultiMap headers) {
        Map<String, List<String>> extra = new HashMap<>();
        for (String header : headers.names()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(EXTRA)) {
                String key = URLDecoder.decode(lower.substring(EXTRA.length()), StandardCharsets.UTF_8);
                extra.put(key, headers.getAll(header));
            }
        }
        return extra;
    }

    private static String text(MultiMap headers, String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
