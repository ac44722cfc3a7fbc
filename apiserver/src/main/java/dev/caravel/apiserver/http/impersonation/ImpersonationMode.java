package dev.caravel.apiserver.http.impersonation;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.impersonation.KnownUser.Node;
import dev.caravel.apiserver.http.impersonation.KnownUser.Other;
import dev.caravel.apiserver.http.impersonation.KnownUser.ServiceAccount;
import java.util.List;

/** The ways in which a user may act as another one (KEP-5284), in the order in which they are tried. */
enum ImpersonationMode {
    /** A service account as the node that its pod runs on. */
    ASSOCIATED_NODE("associated-node"),
    ARBITRARY_NODE("arbitrary-node"),
    SERVICE_ACCOUNT("serviceaccount"),
    /** Whoever is neither a node nor a service account. */
    USER_INFO("user-info"),
    /** As it was before: whoever may, may do it with every request. */
    LEGACY("");

    private static final String NODE_NAME = "authentication.kubernetes.io/node-name";

    private final String text;

    ImpersonationMode(String text) {
        this.text = text;
    }

    boolean isConstrained() {
        return this != LEGACY;
    }

    /** By which to act as a user must be allowed. */
    String verb() {
        return isConstrained() ? "impersonate:" + text : "impersonate";
    }

    /** By which to do something as a user must be allowed. */
    String verbOn(String verb) {
        return "impersonate-on:" + text + ":" + verb;
    }

    boolean applies(UserInfo requestor, UserInfo wanted) {
        KnownUser known = KnownUser.of(wanted.name());
        return switch (this) {
            case ASSOCIATED_NODE -> known instanceof Node(String name) && isNameOnly(wanted) && runsOn(requestor, name);
            case ARBITRARY_NODE -> known instanceof Node && isNameOnly(wanted);
            case SERVICE_ACCOUNT -> known instanceof ServiceAccount && isNameOnly(wanted);
            case USER_INFO -> known instanceof Other;
            case LEGACY -> true;
        };
    }

    private static boolean isNameOnly(UserInfo user) {
        return user.uid().isEmpty() && user.groups().isEmpty() && user.extra().isEmpty();
    }

    private static boolean runsOn(UserInfo requestor, String node) {
        return KnownUser.of(requestor.name()) instanceof ServiceAccount
                && List.of(node).equals(requestor.extra().get(NODE_NAME));
    }
}
