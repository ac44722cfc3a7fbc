package dev.caravel.apiserver.authentication.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import java.util.TreeMap;

/** A user as reviews show it. */
final class UserStatus {
    private UserStatus() {}

    static ObjectNode of(UserInfo user) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("username", user.name());
        if (!user.uid().isEmpty()) {
            node.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            user.groups().forEach(node.putArray("groups")::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = node.putObject("extra");
            new TreeMap<>(user.extra()).forEach((key, values) -> values.forEach(extra.putArray(key)::add));
        }
        return node;
    }
}
