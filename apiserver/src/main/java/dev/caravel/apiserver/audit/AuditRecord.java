package dev.caravel.apiserver.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.audit.AuditPolicy.Decision;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.Pieces;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.http.StatusDocument;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.MicroTime;
import dev.caravel.apiserver.status.Status;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes known of one request, written down stage by stage. Thread-safe. */
public final class AuditRecord {
    /** Of requests that nothing is written down of. */
    static final AuditRecord NONE = new AuditRecord(Decision.NONE, List.of(), Clock.systemUTC());

    private final Decision decision;
    private final List<AuditSink> sinks;
    private final Clock clock;
    private final ObjectNode event = JsonCodec.object();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private ObjectNode responseStatus;
    private JsonNode requestObject;
    private JsonNode responseObject;
    private Instant received;
    private boolean complete;

    AuditRecord(Decision decision, List<AuditSink> sinks, Clock clock) {
        this.decision = requireNonNull(decision, "decision is null");
        this.sinks = requireNonNull(sinks, "sinks is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    private boolean has(AuditLevel level) {
        return decision.level().includes(level);
    }

    synchronized void received(HttpServerRequest request, String auditId, RequestInfo info, UserInfo user) {
        received = clock.instant();
        event.put("kind", "Event")
                .put("apiVersion", "audit.k8s.io/v1")
                .put("level", decision.level().toString())
                .put("auditID", auditId)
                .put("stage", "")
                .put("requestURI", request.uri())
                .put("verb", info.verb());
        event.set("user", describe(user));
        SourceAddresses.of(request).forEach(event.putArray("sourceIPs")::add);
        if (request.getHeader("User-Agent") != null) {
            event.put("userAgent", request.getHeader("User-Agent"));
        }
        info.resource().ifPresent(resource -> event.set("objectRef", describe(info, resource)));
        write("RequestReceived");
    }

    private static ObjectNode describe(UserInfo user) {
        ObjectNode json = JsonCodec.object();
        put(json, "username", user.name());
        put(json, "uid", user.uid());
        if (!user.groups().isEmpty()) {
            user.groups().forEach(json.putArray("groups")::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = json.putObject("extra");
            user.extra().forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        }
        return json;
    }

    private static ObjectNode describe(RequestInfo info, GroupVersionResource resource) {
        ObjectNode json = JsonCodec.object();
        put(json, "resource", resource.resource());
        put(json, "namespace", info.namespace());
        put(json, "name", info.name());
        put(json, "apiGroup", resource.group());
        put(json, "apiVersion", resource.version());
        put(json, "subresource", info.subresource());
        return json;
    }

    private static void put(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }

    /** Adds a finding, such as why a request was allowed; the first word on a key counts. */
    public void annotate(String key, String value) {
        annotate(AuditLevel.METADATA, key, value);
    }

    /** Likewise, where the level is at least this one. */
    synchronized void annotate(AuditLevel level, String key, String value) {
        if (has(level)) {
            annotations.putIfAbsent(key, value);
        }
    }

    /**
     * The user acts as another one.
     *
     * @param constraint the verb that allowed it for some requests only; empty when it is allowed for all
     */
    public synchronized void impersonated(UserInfo user, String constraint) {
        if (has(AuditLevel.METADATA)) {
            event.set("impersonatedUser", describe(user));
            if (!constraint.isEmpty()) {
                event.putObject("authenticationMetadata").put("impersonationConstraint", constraint);
            }
        }
    }

    /** @param body JSON */
    public synchronized void requestBody(byte[] body) {
        if (body.length == 0 || !has(AuditLevel.METADATA)) {
            return;
        }
        Optional<ObjectNode> object = read(body);
        object.filter(_ -> event.has("objectRef")).ifPresent(this::completeReference);
        if (has(AuditLevel.REQUEST)) {
            requestObject = object.map(this::withoutManagedFields).orElse(null);
        }
    }

    /** A create does not say in its path what it is about. */
    private void completeReference(ObjectNode object) {
        ObjectNode reference = (ObjectNode) event.get("objectRef");
        for (String field : List.of("namespace", "name", "uid", "resourceVersion")) {
            String value = object.path("metadata").path(field).asText();
            if (!reference.has(field) && !value.isEmpty()) {
                reference.put(field, value);
            }
        }
    }

    /** Headers are sent, and the answer goes on for long. */
    public synchronized void started(int code) {
        if (has(AuditLevel.METADATA)) {
            responded(code);
            write("ResponseStarted");
        }
    }

    public synchronized void responded(int code) {
        if (has(AuditLevel.METADATA)) {
            responseStatus = JsonCodec.object();
            responseStatus.putObject("metadata");
            responseStatus.put("code", code);
        }
    }

    public synchronized void failed(Status status) {
        if (has(AuditLevel.METADATA)) {
            ObjectNode document = StatusDocument.of(status);
            responseObject = has(AuditLevel.REQUEST_RESPONSE) ? document.deepCopy() : null;
            document.remove(List.of("kind", "apiVersion"));
            responseStatus = document;
        }
    }

    /** @param pieces of a JSON document, or of anything else */
    public synchronized void responseBody(String contentType, List<byte[]> pieces) {
        if (has(AuditLevel.REQUEST_RESPONSE) && contentType.startsWith("application/json")) {
            responseObject =
                    read(Pieces.joined(pieces)).map(this::withoutManagedFields).orElse(null);
        }
    }

    private static Optional<ObjectNode> read(byte[] body) {
        try {
            return Optional.of(JsonCodec.readObject(body));
        } catch (IOException e) {
            return Optional.empty(); // what is no JSON is told of without it
        }
    }

    private JsonNode withoutManagedFields(ObjectNode object) {
        if (decision.omitManagedFields()) {
            dropManagedFields(object);
            object.path("items").forEach(AuditRecord::dropManagedFields);
        }
        return object;
    }

    private static void dropManagedFields(JsonNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
    }

    /** Everything has been answered; further calls do nothing. */
    public synchronized void complete() {
        if (!complete) {
            complete = true;
            write("ResponseComplete");
        }
    }

    private void write(String stage) {
        if (!has(AuditLevel.METADATA) || decision.omitStages().contains(stage)) {
            return;
        }
        ObjectNode written = event.deepCopy();
        written.put("stage", stage);
        set(written, "responseStatus", responseStatus);
        set(written, "requestObject", requestObject);
        set(written, "responseObject", responseObject);
        written.put("requestReceivedTimestamp", MicroTime.of(received))
                .put("stageTimestamp", MicroTime.of(clock.instant()));
        if (!annotations.isEmpty()) {
            annotations.forEach(written.putObject("annotations")::put);
        }
        sinks.forEach(sink -> sink.write(List.of(written)));
    }

    private static void set(ObjectNode json, String field, JsonNode value) {
        if (value != null) {
            json.set(field, value);
        }
    }
}
