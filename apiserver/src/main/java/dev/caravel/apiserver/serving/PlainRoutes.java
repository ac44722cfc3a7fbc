package dev.caravel.apiserver.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.discovery.Discovery;
import dev.caravel.apiserver.http.Answer;
import dev.caravel.apiserver.http.Call;
import dev.caravel.apiserver.http.Endpoint;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.openapi.OpenApi;
import dev.caravel.machinery.version.KubernetesVersion;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Everything that is served besides resources: health, version, metrics, discovery, OpenAPI. Called after authorization.
 * Thread-safe; health checks may block.
 */
public final class PlainRoutes implements Endpoint {
    private static final String JSON = "application/json";
    private static final Set<String> FIXED =
            Set.of("/", "/healthz", "/livez", "/readyz", "/metrics", "/openapi/v2", "/openapi/v3", "/version");

    private final HealthEndpoints health;
    private final ApiServerMetrics metrics;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final Map<String, Supplier<byte[]>> documents;

    /** @param documents further JSON documents by path, such as {@code /openid/v1/jwks} */
    public PlainRoutes(
            HealthEndpoints health,
            ApiServerMetrics metrics,
            Discovery discovery,
            OpenApi openApi,
            Map<String, Supplier<byte[]>> documents) {
        this.health = requireNonNull(health, "health is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.discovery = requireNonNull(discovery, "discovery is null");
        this.openApi = requireNonNull(openApi, "openApi is null");
        this.documents = Map.copyOf(documents);
    }

    @Override
    public Optional<Answer> answer(Call call) {
        return call.info().isResourceRequest()
                ? Optional.empty()
                : answer(call.info().path(), call.query(), call.headers()).map(PlainAnswer::content);
    }

    private Optional<PlainAnswer> answer(String requestPath, MultiMap query, MultiMap headers) {
        String path = requestPath.length() > 1 && requestPath.endsWith("/")
                ? requestPath.substring(0, requestPath.length() - 1)
                : requestPath;
        String accept = headers.contains("Accept") ? headers.get("Accept") : "";
        if (documents.containsKey(path)) {
            return Optional.of(PlainAnswer.of(JSON, documents.get(path).get()));
        }
        return switch (path) {
            case "/" -> Optional.of(PlainAnswer.of(JSON, index()));
            case "/version" -> Optional.of(PlainAnswer.of(JSON, version()));
            case "/metrics" ->
                Optional.of(PlainAnswer.of(
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.scrape().getBytes(UTF_8)));
            default ->
                health.answer(path, query)
                        .or(() -> discovery.get(path, accept).map(document -> PlainAnswer.of(document, headers)))
                        .or(() -> openApi.get(path, accept).map(document -> PlainAnswer.of(document, headers)));
        };
    }

    private byte[] index() {
        Set<String> paths = new TreeSet<>(FIXED);
        paths.remove("/");
        paths.addAll(discovery.paths());
        paths.addAll(health.paths());
        paths.addAll(documents.keySet());
        var index = JsonCodec.object();
        paths.forEach(index.putArray("paths")::add);
        return JsonCodec.writePretty(index);
    }

    private static byte[] version() {
        return JsonCodec.writePretty(JsonCodec.object()
                .put("major", KubernetesVersion.MAJOR)
                .put("minor", KubernetesVersion.MINOR)
                .put("emulationMajor", KubernetesVersion.MAJOR)
                .put("emulationMinor", KubernetesVersion.MINOR)
                .put("minCompatibilityMajor", KubernetesVersion.MAJOR)
                .put("minCompatibilityMinor", Integer.toString(Integer.parseInt(KubernetesVersion.MINOR) - 1))
                .put("gitVersion", KubernetesVersion.GIT_VERSION)
                .put("gitCommit", "")
                .put("gitTreeState", "")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "Java " + Runtime.version().feature())
                .put("platform", platform()));
    }

    private static String platform() {
        String architecture =
                switch (System.getProperty("os.arch")) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    case String other -> other;
                };
        return "linux/" + architecture;
    }
}
