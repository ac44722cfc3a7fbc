package dev.caravel.bench.micro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.bench.load.Bodies;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The pod of the load, about 4 KiB with its defaults, and the type that it is of. */
final class PodFixture {
    private static final String NAME = "web-5c8f9d7b6-abcde";

    private final BuiltinCatalog catalog = BuiltinCatalog.load();
    private final Resource resource =
            catalog.find(new GroupVersionResource("", "v1", "pods")).orElseThrow();

    BuiltinCatalog catalog() {
        return catalog;
    }

    Resource resource() {
        return resource;
    }

    ObjectNode pod() {
        ObjectNode pod = configuration();
        resource.applyDefaults(pod);
        pod.withObject("/metadata")
                .put("namespace", "bench")
                .put("uid", "0a1b2c3d-0000-4000-8000-0123456789ab")
                .put("creationTimestamp", "2026-01-01T00:00:00Z");
        return pod;
    }

    /** As a client sends it. */
    ObjectNode configuration() {
        try {
            return JsonCodec.readObject(Bodies.pod(NAME, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
