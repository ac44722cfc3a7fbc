package dev.caravel.apiserver.http;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.resource.GroupVersionResource;

/** Whether somebody whose write turns out to create may do that, too. */
public record CreatePermission(Authorizer authorizer) {
    public CreatePermission {
        requireNonNull(authorizer, "authorizer is null");
    }

    /** @throws dev.caravel.apiserver.status.ApiException 403 */
    void require(Call call) {
        GroupVersionResource resource = call.info().resource().orElseThrow();
        Attributes attributes = new Attributes(
                call.user(),
                "create",
                call.info().namespace(),
                resource.group(),
                resource.version(),
                resource.resource(),
                "",
                call.info().name(),
                true,
                call.info().path());
        Authorizer.Decision decision = authorizer.authorize(attributes);
        if (!decision.allowed()) {
            throw ForbiddenMessage.of(attributes, decision.reason());
        }
    }
}
