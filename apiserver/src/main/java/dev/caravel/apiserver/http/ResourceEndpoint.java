package dev.caravel.apiserver.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.http.Negotiation.Encoding;
import dev.caravel.apiserver.http.Negotiation.Representation;
import dev.caravel.apiserver.protobuf.ProtobufAnswers;
import dev.caravel.apiserver.registry.AdmissionStep;
import dev.caravel.apiserver.registry.ComputedResource;
import dev.caravel.apiserver.registry.Creation;
import dev.caravel.apiserver.registry.DeleteOptions;
import dev.caravel.apiserver.registry.ListOptions;
import dev.caravel.apiserver.registry.ObjectList;
import dev.caravel.apiserver.registry.Reads;
import dev.caravel.apiserver.registry.Removal;
import dev.caravel.apiserver.registry.Removal.Gone;
import dev.caravel.apiserver.registry.Removal.Pending;
import dev.caravel.apiserver.registry.Target;
import dev.caravel.apiserver.registry.Update;
import dev.caravel.apiserver.registry.VirtualCreation;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.registry.WatchFeed;
import dev.caravel.apiserver.registry.WriteOptions;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.resource.ResourceDefinition.Subresource;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.cache.CachedObject;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Answers all requests for resources: from the verb to the registry, and its result to bytes. Thread-safe. */
public final class ResourceEndpoint implements Endpoint {
    private static final ProtobufAnswers PROTOBUF = new ProtobufAnswers();

    private final ResourceCatalog catalog;
    private final Subresources subresources;
    private final ScaleEndpoint scale;
    private final PatchFormats patches;
    private final ApplyEndpoint apply;
    private final PutEndpoint puts;
    private final Reads reads;
    private final Creation creation;
    private final Update update;
    private final Removal removal;
    private final VirtualCreation virtuals;
    private final AdmissionStep admission;
    private final TableRenderer tables;
    private final SharedEvents events = new SharedEvents();
    private final Duration minWatch;
    private final RandomGenerator random;

    /** @param minWatch a watch without a timeout of its own lasts for this to twice this */
    public ResourceEndpoint(
            ResourceCatalog catalog,
            Subresources subresources,
            ScaleEndpoint scale,
            PatchFormats patches,
            ApplyEndpoint apply,
            PutEndpoint puts,
            Reads reads,
            Creation creation,
            Update update,
            Removal removal,
            VirtualCreation virtuals,
            AdmissionStep admission,
            TableRenderer tables,
            Duration minWatch,
            RandomGenerator random) {
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.subresources = requireNonNull(subresources, "subresources is null");
        this.scale = requireNonNull(scale, "scale is null");
        this.patches = requireNonNull(patches, "patches is null");
        this.apply = requireNonNull(apply, "apply is null");
        this.puts = requireNonNull(puts, "puts is null");
        this.reads = requireNonNull(reads, "reads is null");
        this.creation = requireNonNull(creation, "creation is null");
        this.update = requireNonNull(update, "update is null");
        this.removal = requireNonNull(removal, "removal is null");
        this.virtuals = requireNonNull(virtuals, "virtuals is null");
        this.admission = requireNonNull(admission, "admission is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.minWatch = requireNonNull(minWatch, "minWatch is null");
        this.random = requireNonNull(random, "random is null");
    }

    @Override
    public Optional<Answer> answer(Call call) {
        Optional<GroupVersionResource> id = call.info().resource();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Optional<Resource> resource = catalog.find(id.get());
        if (resource.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(answer(call, resource.get()));
    }

    private Answer answer(Call call, Resource resource) {
        resource.definition().deprecation().ifPresent(call.warnings()::add);
        RequestInfo info = call.info();
        String subresource = info.subresource();
        Optional<ConnectHandler> connection =
                subresources.connection(resource.id().groupResource(), subresource);
        if (connection.isPresent()) {
            admission.connect(
                    target(resource, info),
                    ConnectOptions.of(resource.definition().kind(), subresource, call.query()),
                    call.user(),
                    call.warnings()::add);
            return new Answer.Connect(
                    connection.get().prepare(new ConnectHandler.Call(info, call.user(), call.query())));
        }
        Target target = target(resource, info);
        Optional<VirtualResource> virtual = subresources.virtual(resource.id().groupResource(), subresource);
        if (virtual.isPresent()) {
            return virtual(call, target, virtual.get());
        }
        if (!subresource.isEmpty() && !resource.definition().hasSubresource(subresource)) {
            throw Statuses.noSuchPath();
        }
        if (!verbs(resource, subresource).contains(info.verb())) {
            throw Statuses.methodNotAllowed(resource.id().groupResource(), info.verb());
        }
        if (subresource.equals("scale")) {
            return scale.answer(call, target);
        }
        Rendering rendering = rendering(call, resource);
        Optional<ComputedResource> computed =
                subresources.computed(resource.id().groupResource());
        if (computed.isPresent()) {
            return ComputedEndpoint.answer(call, target, computed.get(), rendering);
        }
        return switch (info.verb()) {
            case "get" -> rendering.cached(reads.get(target, call.parameter("resourceVersion")));
            case "list" -> rendering.list(reads.list(target, QueryOptions.list(call)));
            case "watch" -> watch(call, target, rendering);
            case "create" -> {
                WriteOptions options = QueryOptions.write(call);
                RequestBody body = RequestBody.decode(call, target.kind());
                yield rendering.tree(201, creation.create(target, body.object(), options.withDecoded(body.decoded())));
            }
            case "update" -> puts.answer(call, target, rendering);
            case "patch" -> patch(call, target, rendering);
            case "delete" -> delete(call, target, rendering);
            case "deletecollection" -> deleteCollection(call, target, rendering);
            default -> throw Statuses.methodNotAllowed(resource.id().groupResource(), info.verb());
        };
    }

    private Answer patch(Call call, Target target, Rendering rendering) {
        if (ApplyEndpoint.isApply(call)) {
            return apply.answer(call, target, rendering);
        }
        PatchFormats.Change patch = patches.change(call, target.resource());
        WriteOptions options = QueryOptions.patch(call).withDecoded(patch.decoded());
        return rendering.tree(200, update.update(target, patch.change(), options));
    }

    private static java.util.Set<String> verbs(Resource resource, String subresource) {
        if (subresource.isEmpty()) {
            return resource.definition().verbs();
        }
        Subresource definition = resource.definition().subresources().get(subresource);
        return definition.verbs();
    }

    private static Target target(Resource resource, RequestInfo info) {
        boolean namespaced = resource.definition().namespaced();
        boolean collection = info.verb().equals("list") || info.verb().equals("deletecollection");
        if (namespaced
                && info.namespace().isEmpty()
                && !collection
                && !info.verb().equals("watch")) {
            throw Statuses.badRequest("an empty namespace may not be set during " + info.verb());
        }
        return new Target(resource, namespaced ? info.namespace() : "", info.name(), info.subresource());
    }

    private Rendering rendering(Call call, Resource resource) {
        boolean protobuf = hasProtobuf(resource) && call.header("Upgrade").isEmpty();
        Representation representation = Negotiation.choose(call.header("Accept"), true, protobuf);
        return representation.encoding() == Encoding.PROTOBUF
                ? new ProtobufRendering(resource, representation.shape(), PROTOBUF, events)
                : inText(call, resource, representation);
    }

    private Rendering inText(Call call, Resource resource, Representation representation) {
        return new ObjectRendering(resource, representation, tables, call.parameter("includeObject"), events);
    }

    /** Custom resources have none; the schemas within CustomResourceDefinitions have one that our types do not tell. */
    private static boolean hasProtobuf(Resource resource) {
        return !resource.custom() && !resource.id().group().equals("apiextensions.k8s.io");
    }

    private Answer virtual(Call call, Target target, VirtualResource virtual) {
        if (!call.info().verb().equals("create")) {
            throw Statuses.methodNotAllowed(target.groupResource(), call.info().verb());
        }
        Rendering rendering = inText(call, target.resource(), Negotiation.choose(call.header("Accept"), false, false));
        WriteOptions options = QueryOptions.write(call);
        RequestBody body = RequestBody.decode(
                call, target.resource().definition().kind(target.subresource()).kind());
        return rendering.tree(
                201, virtuals.create(virtual, target, body.object(), options.withDecoded(body.decoded())));
    }

    private Answer watch(Call call, Target target, Rendering rendering) {
        ListOptions options = QueryOptions.list(call);
        WatchFeed feed = reads.watch(target, options);
        Duration timeout = options.timeout()
                .filter(duration -> !duration.isZero())
                .orElseGet(() -> minWatch.plusSeconds(random.nextLong(Math.max(1, minWatch.toSeconds()))));
        return new Answer.Watch(feed, rendering.watch(), timeout, options.bookmarks(), () -> reads.endWatch(feed));
    }

    private Answer delete(Call call, Target target, Rendering rendering) {
        return switch (removal.delete(target, QueryOptions.delete(call), QueryOptions.write(call))) {
            case Gone gone -> Answer.json(200, deletedStatus(target, gone.object()));
            case Pending pending -> rendering.tree(200, pending.object());
        };
    }

    private static ObjectNode deletedStatus(Target target, ObjectNode object) {
        return StatusDocument.deleted(
                target.resource().id().group(),
                target.resource().id().resource(),
                target.name(),
                object.at("/metadata/uid").asText());
    }

    private Answer deleteCollection(Call call, Target target, Rendering rendering) {
        DeleteOptions delete = QueryOptions.delete(call);
        WriteOptions write = QueryOptions.write(call);
        ObjectList list = reads.list(target, QueryOptions.list(call));
        for (CachedObject object : list.objects()) {
            Target each = Target.of(target.resource(), object.namespace(), object.name());
            try {
                removal.delete(each, delete, write);
            } catch (ApiException e) {
                if (e.status().code() != 404) { // gone meanwhile is as good
                    throw e;
                }
            }
        }
        return rendering.list(list);
    }
}
