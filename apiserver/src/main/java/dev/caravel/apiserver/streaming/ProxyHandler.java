package dev.caravel.apiserver.streaming;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.http.ConnectHandler;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Set;

/** The subresource {@code proxy} of pods, services or nodes. Thread-safe. */
public final class ProxyHandler implements ConnectHandler {
    private final String resource;
    private final ProxyTargets targets;
    private final ProxyStreams streams;

    /** @param resource pods, services or nodes */
    public ProxyHandler(String resource, ProxyTargets targets, ProxyStreams streams) {
        this.resource = requireNonNull(resource, "resource is null");
        this.targets = requireNonNull(targets, "targets is null");
        this.streams = requireNonNull(streams, "streams is null");
    }

    @Override
    public GroupResource resource() {
        return new GroupResource("", resource);
    }

    @Override
    public Set<String> subresources() {
        return Set.of("proxy");
    }

    @Override
    public Connection prepare(Call call) {
        ProxyTarget target =
                targets.find(resource, call.info().namespace(), call.info().name());
        String subpath = subpath(call.info().path(), call.info().namespace().isEmpty());
        return request -> streams.connect(target, subpath, request);
    }

    /** As the client wrote it, after {@code /api/v1[/namespaces/<namespace>]/<resource>/<name>/proxy}. */
    static String subpath(String path, boolean clusterScoped) {
        int slashes = clusterScoped ? 6 : 8;
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '/' && --slashes == 0) {
                return path.substring(i);
            }
        }
        return "";
    }
}
