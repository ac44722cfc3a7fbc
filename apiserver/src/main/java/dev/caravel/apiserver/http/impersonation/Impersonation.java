package dev.caravel.apiserver.http.impersonation;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.http.impersonation.KnownUser.Node;
import dev.caravel.apiserver.http.impersonation.KnownUser.Other;
import dev.caravel.apiserver.http.impersonation.KnownUser.ServiceAccount;
import dev.caravel.apiserver.status.ApiException;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets a user act as another one, if it may. Thread-safe. */
public final class Impersonation {
    /** @param constraint the verb that allowed it; empty for the one that allows all */
    public record Impersonated(UserInfo user, String constraint) {}

    private final Authorizer authorizer;

    public Impersonation(Authorizer authorizer) {
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
    }

    /**
     * Who the user acts as; empty for itself.
     *
     * @param request what the user asks for
     * @throws ApiException 403 when the user may not act as the one that it names, in any mode
     */
    public Optional<Impersonated> apply(MultiMap headers, Attributes request) {
        return ImpersonationHeaders.wanted(headers).map(wanted -> impersonate(wanted, request));
    }

    private Impersonated impersonate(UserInfo wanted, Attributes request) {
        ApiException first = null;
        for (ImpersonationMode mode : ImpersonationMode.values()) {
            if (!mode.applies(request.user(), wanted)) {
                continue;
            }
            try {
                new ImpersonationCheck(authorizer, mode, request.user()).require(wanted, request);
                return new Impersonated(complete(wanted, mode), mode.isConstrained() ? mode.verb() : "");
            } catch (ApiException e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    /** In the groups that come with its name, unless others are wanted. */
    private static UserInfo complete(UserInfo wanted, ImpersonationMode mode) {
        List<String> groups = new ArrayList<>(wanted.groups());
        switch (KnownUser.of(wanted.name())) {
            case ServiceAccount account -> {
                if (groups.isEmpty()) {
                    groups.add("system:serviceaccounts");
                    groups.add("system:serviceaccounts:" + account.namespace());
                }
            }
            case Node _ -> {
                if (mode.isConstrained()) {
                    groups.add("system:nodes");
                }
            }
            case Other _ -> {}
        }
        boolean anonymous = wanted.name().equals(UserInfo.ANONYMOUS);
        String shown = anonymous ? UserInfo.GROUP_UNAUTHENTICATED : UserInfo.GROUP_AUTHENTICATED;
        if (!groups.contains(UserInfo.GROUP_UNAUTHENTICATED) && !groups.contains(shown)) {
            groups.add(shown);
        }
        return new UserInfo(wanted.name(), wanted.uid(), groups, wanted.extra());
    }
}
