package dev.caravel.controllers.discovery;

import dev.caravel.controllers.manager.ControllerClients;
import dev.caravel.machinery.client.ApiRequests;
import dev.caravel.machinery.client.ObjectCache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/** Makes lists and watches carry no more than metadata. */
public final class MetadataOnly implements Interceptor {
    private MetadataOnly() {}

    /** A client for informers that need no more; the caller closes it. */
    public static KubernetesClient client(ControllerClients clients) {
        return clients.another(builder -> builder.addOrReplaceInterceptor("metadata-only", new MetadataOnly()));
    }

    /** A cache of the metadata of all objects of a resource, by such a client; nobody has started it. */
    public static ObjectCache<GenericKubernetesResource> cache(KubernetesClient client, ResourceType type) {
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup(type.group())
                .withVersion(type.version())
                .withPlural(type.plural())
                .withKind(type.kind())
                .withNamespaced(type.namespaced())
                .build();
        return new ObjectCache<>(
                type.groupResource(),
                client.genericKubernetesResources(context).inAnyNamespace().runnableInformer(0));
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String query = request.uri().getQuery();
        boolean watch = query != null && query.contains("watch=true");
        builder.setHeader("Accept", watch ? ApiRequests.METADATA : ApiRequests.METADATA_LIST);
    }
}
