package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.discovery.Document;
import dev.caravel.apiserver.http.Answer;
import dev.caravel.apiserver.http.Call;
import dev.caravel.apiserver.http.Endpoint;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.openapi.OpenApi;
import dev.caravel.apiserver.serving.PlainAnswer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Discovery, OpenAPI v2 and the index of OpenAPI v3 as they are with the servers behind this one; nothing while there are none. Thread-safe. */
final class AggregatedDocuments implements Endpoint {
    private static final String ROOT = "/apis";
    private static final String DESCRIPTIONS = "/openapi/v3";
    private static final String SWAGGER = "/openapi/v2";

    private final BiFunction<String, String, Optional<Document>> own;
    private final OpenApi ownDescriptions;
    private final ApiServices services;
    private final RemoteResources resources;
    private volatile MergedSwagger swagger;

    /** @param own this server's own document of a path, in the form that an Accept header asks for */
    AggregatedDocuments(
            BiFunction<String, String, Optional<Document>> own,
            OpenApi ownDescriptions,
            ApiServices services,
            RemoteResources resources) {
        this.own = requireNonNull(own, "own is null");
        this.ownDescriptions = requireNonNull(ownDescriptions, "ownDescriptions is null");
        this.services = requireNonNull(services, "services is null");
        this.resources = requireNonNull(resources, "resources is null");
    }

    @Override
    public Optional<Answer> answer(Call call) {
        if (call.info().isResourceRequest() || !services.anyRemote()) {
            return Optional.empty();
        }
        String path = call.info().path().replaceFirst("/$", "");
        return document(path, call.header("Accept"))
                .map(document -> PlainAnswer.of(document, call.headers()).content());
    }

    private Optional<Document> document(String path, String accept) {
        if (path.equals(ROOT)) {
            return own.apply(ROOT, accept).map(this::merge);
        }
        if (path.equals(DESCRIPTIONS)) {
            return ownDescriptions.get(DESCRIPTIONS, accept).map(this::describe);
        }
        if (path.equals(SWAGGER)) {
            return ownDescriptions.get(SWAGGER, "").map(this::mergeSwagger).map(merged -> merged.in(accept));
        }
        return path.startsWith(ROOT + "/") ? group(path.substring(ROOT.length() + 1)) : Optional.empty();
    }

    private Document describe(Document document) {
        ObjectNode index = JsonCodec.readStored(document.body());
        resources.describeIn(index.withObject("/paths"));
        return Document.of(document.contentType(), JsonCodec.write(index));
    }

    private MergedSwagger mergeSwagger(Document document) {
        List<SwaggerPart> parts = resources.swaggers();
        MergedSwagger known = swagger;
        if (known == null || !known.isOf(document, parts)) {
            known = MergedSwagger.of(document, parts);
            swagger = known;
        }
        return known;
    }

    private Document merge(Document document) {
        ObjectNode list = JsonCodec.readStored(document.body());
        DiscoveryMerge merge = new DiscoveryMerge(services.all());
        if (list.path("kind").asText().equals("APIGroupList")) {
            merge.into(list);
        } else {
            merge.into(list, resources::describe);
        }
        return Document.of(document.contentType(), JsonCodec.write(list));
    }

    private Optional<Document> group(String name) {
        boolean remote = services.all().stream()
                .anyMatch(each -> each.service().isPresent()
                        && each.groupVersion().group().equals(name));
        return remote ? own.apply(ROOT, "").map(this::merge).flatMap(all -> find(all, name)) : Optional.empty();
    }

    private static Optional<Document> find(Document groups, String name) {
        for (JsonNode group : JsonCodec.readStored(groups.body()).path("groups")) {
            if (group.path("name").asText().equals(name)) {
                ObjectNode document = JsonCodec.object().put("kind", "APIGroup").put("apiVersion", "v1");
                document.setAll((ObjectNode) group);
                return Optional.of(Document.of(groups.contentType(), JsonCodec.write(document)));
            }
        }
        return Optional.empty();
    }
}
