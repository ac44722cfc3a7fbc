package dev.caravel.apiserver.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;

/** The name of a request in the audit log, which its answer tells: the client's, or a new one. */
final class AuditId {
    private static final String HEADER = "Audit-Id";

    private AuditId() {}

    /** The same for every call. */
    static String of(HttpServerRequest request) {
        String known = request.getHeader(HEADER);
        if (known != null && !known.isEmpty()) {
            return known;
        }
        String id = UUID.randomUUID().toString();
        request.headers().set(HEADER, id);
        return id;
    }
}
