package dev.caravel.apiserver.serving;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.http.Answer;
import dev.caravel.apiserver.http.Call;
import dev.caravel.apiserver.http.Endpoint;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.Statuses;
import java.util.Optional;

/** Answers what no one else did: a Status below a served group and version, plain text elsewhere. */
public final class UnknownPaths implements Endpoint {
    private final ResourceCatalog catalog;

    public UnknownPaths(ResourceCatalog catalog) {
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    @Override
    public Optional<Answer> answer(Call call) {
        if (call.info().resource().filter(this::isServed).isPresent()) {
            throw Statuses.noSuchPath();
        }
        return Optional.of(PlainAnswer.notFound().content());
    }

    private boolean isServed(GroupVersionResource id) {
        return catalog.all().stream()
                .anyMatch(resource -> resource.id().apiVersion().equals(id.apiVersion()));
    }
}
