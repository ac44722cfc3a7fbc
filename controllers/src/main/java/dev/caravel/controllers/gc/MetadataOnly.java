package dev.caravel.controllers.gc;

import dev.caravel.controllers.manager.ControllerClients;
import dev.caravel.machinery.client.ApiRequests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/** Makes lists and watches carry no more than metadata. */
final class MetadataOnly implements Interceptor {
    private MetadataOnly() {}

    /** A client for informers that need no more; the caller closes it. */
    static KubernetesClient client(ControllerClients clients) {
        return clients.another(builder -> builder.addOrReplaceInterceptor("metadata-only", new MetadataOnly()));
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String query = request.uri().getQuery();
        boolean watch = query != null && query.contains("watch=true");
        builder.setHeader("Accept", watch ? ApiRequests.METADATA : ApiRequests.METADATA_LIST);
    }
}
