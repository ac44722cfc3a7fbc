package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.Optional;

/** Says who may not do what, in upstream's words. Pure. */
public final class ForbiddenMessage {
    private ForbiddenMessage() {}

    public static ApiException of(Attributes attributes, String reason) {
        String because = reason.isEmpty() ? "" : ": " + reason;
        String user = "User \"" + attributes.user().name() + "\" cannot ";
        if (!attributes.resourceRequest()) {
            return new ApiException(new Status(
                    403,
                    "Forbidden",
                    "forbidden: %s%s path \"%s\"%s".formatted(user, attributes.verb(), attributes.path(), because),
                    Optional.of(new Status.Details("", "", "", "", List.of(), 0))));
        }
        String resource = attributes.subresource().isEmpty()
                ? attributes.resource()
                : attributes.resource() + "/" + attributes.subresource();
        String scope = attributes.namespace().isEmpty()
                ? "at the cluster scope"
                : "in the namespace \"" + attributes.namespace() + "\"";
        return Statuses.forbidden(
                new GroupResource(attributes.group(), attributes.resource()),
                attributes.name(),
                "%s%s resource \"%s\" in API group \"%s\" %s%s"
                        .formatted(user, attributes.verb(), resource, attributes.group(), scope, because));
    }
}
