package dev.caravel.apiserver.authorization.node;

import dev.caravel.apiserver.authentication.UserInfo;

/** Tells kubelets by their user name and group. */
public final class NodeIdentity {
    private static final String PREFIX = "system:node:";
    private static final String GROUP = "system:nodes";

    private NodeIdentity() {}

    public static boolean isNode(UserInfo user) {
        return user.name().startsWith(PREFIX) && user.groups().contains(GROUP);
    }

    /** Only for those that {@link #isNode} is true of; empty for a node that does not say which it is. */
    public static String name(UserInfo node) {
        return node.name().substring(PREFIX.length());
    }
}
