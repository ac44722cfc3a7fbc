package dev.caravel.apiserver.cel.library;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Selectors;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.validation.Formats;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.util.List;
import java.util.Map;

/** What an expression's {@code authorizer} is: the server's, asked for one user. */
public record AccessCheck(Authorizer authorizer, UserInfo user) {
    public static final String TYPE = "kubernetes.authorization.Authorizer";

    public AccessCheck {
        requireNonNull(authorizer, "authorizer is null");
        requireNonNull(user, "user is null");
    }

    AccessCheck asServiceAccount(String namespace, String name) {
        if (!Formats.dns1123Subdomain(name).isEmpty()) {
            throw new CelInvalidArgumentException("Invalid service account name");
        }
        if (!Formats.dns1123Label(namespace).isEmpty()) {
            throw new CelInvalidArgumentException("Invalid service account namespace");
        }
        return new AccessCheck(
                authorizer,
                new UserInfo(
                        "system:serviceaccount:" + namespace + ":" + name,
                        "",
                        List.of(
                                "system:serviceaccounts",
                                "system:serviceaccounts:" + namespace,
                                UserInfo.GROUP_AUTHENTICATED),
                        Map.of()));
    }

    record Path(AccessCheck check, String path) {
        Decision check(String verb) {
            return check.authorizer.authorize(new Attributes(check.user, verb, "", "", "", "", "", "", false, path));
        }
    }

    record Group(AccessCheck check, String group) {
        OfResource resource(String resource) {
            if (resource.isBlank()) {
                throw new CelInvalidArgumentException("resource must not be empty");
            }
            return new OfResource(check, new GroupResource(group, resource), "", "", "", "", "");
        }
    }

    /** A resource that may be narrowed down before the question is asked. */
    public record OfResource(
            AccessCheck check,
            GroupResource resource,
            String subresource,
            String namespace,
            String name,
            String fieldSelector,
            String labelSelector) {
        public static final String TYPE = "kubernetes.authorization.ResourceCheck";

        public OfResource withSubresource(String to) {
            return new OfResource(check, resource, to, namespace, name, fieldSelector, labelSelector);
        }

        public OfResource withNamespace(String to) {
            return new OfResource(check, resource, subresource, to, name, fieldSelector, labelSelector);
        }

        public OfResource withName(String to) {
            return new OfResource(check, resource, subresource, namespace, to, fieldSelector, labelSelector);
        }

        OfResource withFieldSelector(String to) {
            return new OfResource(check, resource, subresource, namespace, name, to, labelSelector);
        }

        OfResource withLabelSelector(String to) {
            return new OfResource(check, resource, subresource, namespace, name, fieldSelector, to);
        }

        Decision check(String verb) {
            return check.authorizer.authorize(new Attributes(
                    check.user,
                    verb,
                    namespace,
                    resource.group(),
                    "*",
                    resource.resource(),
                    subresource,
                    name,
                    true,
                    "",
                    Selectors.parse(fieldSelector, labelSelector)));
        }
    }
}
