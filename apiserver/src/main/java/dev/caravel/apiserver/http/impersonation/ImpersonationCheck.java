package dev.caravel.apiserver.http.impersonation;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.http.ForbiddenMessage;
import dev.caravel.apiserver.http.impersonation.KnownUser.Node;
import dev.caravel.apiserver.http.impersonation.KnownUser.Other;
import dev.caravel.apiserver.http.impersonation.KnownUser.ServiceAccount;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether a user may act as another in one mode. For one request. */
final class ImpersonationCheck {
    private static final String GROUP = "authentication.k8s.io";
    private static final String ASSOCIATED_KEYS = "authentication.kubernetes.io/associated-node-keys";

    /** From so many on, all are asked for at once first; upstream's. */
    private static final int MANY = 4;

    private final Authorizer authorizer;
    private final ImpersonationMode mode;
    private final UserInfo requestor;

    ImpersonationCheck(Authorizer authorizer, ImpersonationMode mode, UserInfo requestor) {
        this.authorizer = authorizer;
        this.mode = mode;
        this.requestor = mode == ImpersonationMode.ASSOCIATED_NODE ? withoutNode(requestor) : requestor;
    }

    /** What is allowed holds for all nodes: of what tells of one, only the names are seen. */
    private static UserInfo withoutNode(UserInfo user) {
        return new UserInfo(
                user.name(),
                user.uid(),
                user.groups(),
                Map.of(ASSOCIATED_KEYS, List.copyOf(new TreeSet<>(user.extra().keySet()))));
    }

    /**
     * @param request what is to be done as the other user
     * @throws dev.caravel.apiserver.status.ApiException 403 saying what is not allowed
     */
    void require(UserInfo wanted, Attributes request) {
        if (mode.isConstrained()) {
            require(on(request));
        }
        requireName(wanted.name());
        if (!wanted.uid().isEmpty()) {
            require(attributes(GROUP, "uids", "", wanted.uid()));
        }
        requireGroups(wanted.groups());
        requireExtra(wanted.extra());
    }

    private Attributes on(Attributes request) {
        return new Attributes(
                requestor,
                mode.verbOn(request.verb()),
                request.namespace(),
                request.group(),
                request.version(),
                request.resource(),
                request.subresource(),
                request.name(),
                request.resourceRequest(),
                request.path(),
                request.selectors());
    }

    private void requireName(String name) {
        require(
                switch (KnownUser.of(name)) {
                    case ServiceAccount account ->
                        new Attributes(
                                requestor,
                                mode.verb(),
                                account.namespace(),
                                namesGroup(),
                                "v1",
                                "serviceaccounts",
                                "",
                                account.name(),
                                true,
                                "");
                    case Node node
                    when mode.isConstrained() ->
                        attributes(GROUP, "nodes", "", mode == ImpersonationMode.ASSOCIATED_NODE ? "*" : node.name());
                    case Node _, Other _ -> attributes(namesGroup(), "users", "", name);
                });
    }

    private String namesGroup() {
        return mode.isConstrained() ? GROUP : "";
    }

    private void requireGroups(List<String> groups) {
        Attributes none = attributes(namesGroup(), "groups", "", "");
        if (mode.isConstrained() && groups.contains("")) {
            throw ForbiddenMessage.of(none, "impersonating the empty string group is not allowed");
        }
        if (mode.isConstrained() && groups.contains(UserInfo.GROUP_MASTERS)) {
            throw ForbiddenMessage.of(
                    attributes(namesGroup(), "groups", "", UserInfo.GROUP_MASTERS),
                    "impersonating the system:masters group is not allowed");
        }
        if (mode.isConstrained() && groups.size() >= MANY && isAllowed(attributes(namesGroup(), "groups", "", "*"))) {
            return;
        }
        groups.forEach(group -> require(attributes(namesGroup(), "groups", "", group)));
    }

    private void requireExtra(Map<String, List<String>> extra) {
        if (mode.isConstrained()) {
            ExtraRules.fault(extra).ifPresent(fault -> {
                throw ForbiddenMessage.of(attributes(GROUP, "userextras", "", ""), fault);
            });
            long count = extra.values().stream().mapToLong(List::size).sum();
            if (count >= MANY && isAllowed(attributes(GROUP, "userextras", "*", "*"))) {
                return;
            }
        }
        extra.forEach((key, values) -> values.forEach(value -> require(attributes(GROUP, "userextras", key, value))));
    }

    private Attributes attributes(String group, String resource, String subresource, String name) {
        return new Attributes(requestor, mode.verb(), "", group, "v1", resource, subresource, name, true, "");
    }

    private boolean isAllowed(Attributes attributes) {
        return authorizer.authorize(attributes).allowed();
    }

    private void require(Attributes attributes) {
        Authorizer.Decision decision = authorizer.authorize(attributes);
        if (!decision.allowed()) {
            throw ForbiddenMessage.of(attributes, reason(decision));
        }
    }

    private static String reason(Authorizer.Decision decision) {
        return decision.failed() && !decision.reason().isEmpty()
                ? decision.error() + ": " + decision.reason()
                : decision.error() + decision.reason();
    }
}
