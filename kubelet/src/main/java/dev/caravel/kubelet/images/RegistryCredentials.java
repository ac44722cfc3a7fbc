package dev.caravel.kubelet.images;

import dev.caravel.kubelet.cri.v1.AuthConfig;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Reads the credentials for an image's registry from a pull secret, of either form of Docker's configuration file. */
final class RegistryCredentials {
    private static final String CONFIG_JSON = ".dockerconfigjson";
    private static final String LEGACY_CONFIG = ".dockercfg";

    private RegistryCredentials() {}

    static List<AuthConfig> of(Secret secret, ImageName image) {
        Map<String, String> data = secret.getData();
        if (data == null) {
            return List.of();
        }
        if (data.containsKey(CONFIG_JSON)) {
            return matching(map(parse(data.get(CONFIG_JSON)).get("auths")), image);
        }
        return data.containsKey(LEGACY_CONFIG) ? matching(parse(data.get(LEGACY_CONFIG)), image) : List.of();
    }

    private static List<AuthConfig> matching(Map<?, ?> auths, ImageName image) {
        List<AuthConfig> found = new ArrayList<>();
        auths.forEach((server, value) -> {
            String location = server.toString().replaceFirst("^https?://", "").replaceFirst("/v[12]/?$", "");
            String host = location.split("/", 2)[0];
            boolean hub = host.equals("index.docker.io") && image.domain().equals("docker.io");
            if (hub || host.equals(image.domain())) {
                found.add(credential(map(value), server.toString()));
            }
        });
        return found;
    }

    private static AuthConfig credential(Map<?, ?> fields, String server) {
        String user = text(fields.get("username"));
        String password = text(fields.get("password"));
        String auth = text(fields.get("auth"));
        if (user.isEmpty() && !auth.isEmpty()) {
            String[] pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8).split(":", 2);
            user = pair[0];
            password = pair.length == 2 ? pair[1] : "";
        }
        return AuthConfig.newBuilder()
                .setUsername(user)
                .setPassword(password)
                .setServerAddress(server)
                .build();
    }

    private static Map<?, ?> parse(String base64) {
        String json = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        return Serialization.unmarshal(json, Map.class);
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
