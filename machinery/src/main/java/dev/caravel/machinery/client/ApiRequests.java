package dev.caravel.machinery.client;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The requests that Fabric8's fluent client cannot make: a patch without a read before it, a delete with preconditions. */
public final class ApiRequests {
    public static final String JSON = "application/json";
    /** Accepts a list of metadata, or where a server cannot, whole objects. */
    public static final String METADATA_LIST =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    /** Accepts an object's metadata, or where a server cannot, the whole. */
    public static final String METADATA =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    public static final String MERGE_PATCH = "application/merge-patch+json";
    public static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";

    private final KubernetesClient client;
    private final KubernetesSerialization serialization;

    public ApiRequests(KubernetesClient client) {
        this.client = requireNonNull(client, "client is null");
        serialization = client.getKubernetesSerialization();
    }

    /** The path of an object of one of Fabric8's own types. */
    public static String pathOf(HasMetadata object) {
        return path(
                object.getApiVersion(),
                object.getMetadata().getNamespace(),
                object.getPlural(),
                object.getMetadata().getName());
    }

    /** @param namespace null or empty for cluster-scoped resources */
    public static String path(String apiVersion, String namespace, String plural, String name) {
        String root = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
        String scope = namespace == null || namespace.isEmpty() ? "" : "/namespaces/" + namespace;
        return root + scope + "/" + plural + (name == null ? "" : "/" + name);
    }

    /** Patches an object and returns what it became. */
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> T patch(T object, String type, Object patch) {
        return (T) send("PATCH", pathOf(object), type, patch, object.getClass());
    }

    /** Deletes; the options carry preconditions and propagation. */
    public void delete(String path, DeleteOptions options) {
        send("DELETE", path, JSON, options, Void.class);
    }

    /** Reads only the metadata of the objects of a collection. */
    public List<GenericKubernetesResource> listMetadata(String path) {
        List<GenericKubernetesResource> items = send(
                        "GET", path, METADATA_LIST, null, null, GenericKubernetesResourceList.class)
                .getItems();
        // An empty list of metadata is written as null.
        return items == null ? List.of() : items;
    }

    /** Reads only the metadata of an object. */
    public GenericKubernetesResource getMetadata(String path) {
        return send("GET", path, METADATA, null, null, GenericKubernetesResource.class);
    }

    /**
     * Sends a request and reads the answer as {@code answer}, or not at all when that is {@code Void}.
     *
     * @throws KubernetesClientException with the API server's status when it refuses
     */
    public <T> T send(String method, String path, String contentType, Object body, Class<T> answer) {
        return send(method, path, JSON, contentType, body, answer);
    }

    private <T> T send(String method, String path, String accept, String contentType, Object body, Class<T> answer) {
        String base = client.getMasterUrl().toString();
        String uri = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .header("Accept", accept)
                .method(method, contentType, body == null ? null : serialization.asJson(body))
                .build();
        HttpResponse<byte[]> response;
        try {
            response = client.getHttpClient().sendAsync(request, byte[].class).join();
        } catch (CompletionException e) {
            throw new KubernetesClientException(method + " " + path + ": " + e.getCause(), e.getCause());
        }
        String text = response.body() == null ? "" : new String(response.body(), StandardCharsets.UTF_8);
        if (response.code() >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw failure(method + " " + path, response.code(), text);
        }
        return answer == Void.class ? null : serialization.unmarshal(text, answer);
    }

    private KubernetesClientException failure(String what, int code, String text) {
        Status status = null;
        if (text.startsWith("{")) {
            status = serialization.unmarshal(text, Status.class);
        }
        String message = status == null || status.getMessage() == null ? text.strip() : status.getMessage();
        return new KubernetesClientException(what + ": " + message, code, status);
    }
}
