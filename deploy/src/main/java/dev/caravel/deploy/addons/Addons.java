package dev.caravel.deploy.addons;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.deploy.cluster.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a cluster has from the start besides what the API server itself makes: the Service and the rights of its DNS. */
public final class Addons {
    private static final Map<String, String> COLLECTIONS = Map.of(
            "Service", "/api/v1/namespaces/kube-system/services",
            "EndpointSlice", "/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices",
            "ClusterRole", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
            "ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");

    private final AdminApi api;

    public Addons(AdminApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    public int applyDns() throws IOException, InterruptedException {
        List<JsonNode> objects = read("/addons/dns.yaml");
        for (JsonNode object : objects) {
            api.apply(COLLECTIONS.get(object.path("kind").asText()), object);
        }
        return objects.size();
    }

    /** The kubelet may not give itself this label: it says which nodes are trusted. */
    public void labelControlPlane(String node) throws IOException, InterruptedException {
        api.mergePatch(
                "/api/v1/nodes/" + node,
                new ObjectMapper()
                        .readTree("{\"metadata\":{\"labels\":{\"node-role.kubernetes.io/control-plane\":\"\"}}}"));
    }

    static List<JsonNode> read(String resource) throws IOException {
        try (InputStream in = Addons.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${dnsService}", Addresses.DNS_SERVICE)
                    .replace("${dnsAddress}", Addresses.controlPlane())
                    .replace("${dnsPort}", Integer.toString(Addresses.DNS_PORT));
            YAMLFactory yaml = new YAMLFactory();
            return new YAMLMapper(yaml)
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(text)
                    .readAll();
        }
    }
}
