package dev.caravel.e2e;

import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.generic.KubernetesApiResponse;
import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;

/** Official clients of a cluster behind a door, and what they are refused. */
final class OfficialClients {
    private OfficialClients() {}

    static ApiClient administrator(ClusterDoor door) throws IOException {
        // Watches and logs are silent for as long as nothing happens.
        return ClientBuilder.kubeconfig(kubeconfig(door)).build().setReadTimeout(0);
    }

    /** The certificate by which the cluster's API server is known. */
    static byte[] authority(ClusterDoor door) {
        return Base64.getDecoder().decode(kubeconfig(door).getCertificateAuthorityData());
    }

    /** Code and reason, as in {@code 404 NotFound}. */
    static String refusal(ApiException refused) {
        return refused.getCode() + " "
                + JsonParser.parseString(refused.getResponseBody())
                        .getAsJsonObject()
                        .get("reason")
                        .getAsString();
    }

    /** Of a refused call of the generic client. */
    static String refusal(KubernetesApiResponse<?> refused) {
        return refused.getHttpStatusCode() + " " + refused.getStatus().getReason();
    }

    private static KubeConfig kubeconfig(ClusterDoor door) {
        return KubeConfig.loadKubeConfig(new StringReader(door.kubeconfig()));
    }
}
