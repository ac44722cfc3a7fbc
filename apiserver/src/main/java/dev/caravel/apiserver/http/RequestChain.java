package dev.caravel.apiserver.http;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.audit.Audit;
import dev.caravel.apiserver.audit.AuditRecord;
import dev.caravel.apiserver.authentication.Authenticator;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.Authenticator.Credentials;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.flowcontrol.FlowControl;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.Storage.StorageException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The way of every request: authentication, audit, impersonation, flow control, authorization, and then the first that
 * answers. Runs on a virtual thread per request, so that every step may block.
 */
public final class RequestChain implements Handler<RoutingContext> {
    private static final Logger log = Logger.getLogger(RequestChain.class);

    private final Vertx vertx;
    private final Authenticator authenticator;
    private final Impersonation impersonation;
    private final Audit audit;
    private final FlowControl flowControl;
    private final Authorizer authorizer;
    private final ProtobufBodies protobuf;
    private final List<Relay> relays;
    private final List<Endpoint> endpoints;
    private final RequestObserver observer;
    private final ResponseWriter writer = new ResponseWriter();

    public RequestChain(
            Vertx vertx,
            Authenticator authenticator,
            Audit audit,
            FlowControl flowControl,
            Authorizer authorizer,
            ProtobufBodies protobuf,
            List<Relay> relays,
            List<Endpoint> endpoints,
            RequestObserver observer) {
        this.vertx = requireNonNull(vertx, "vertx is null");
        this.authenticator = requireNonNull(authenticator, "authenticator is null");
        this.audit = requireNonNull(audit, "audit is null");
        this.flowControl = requireNonNull(flowControl, "flowControl is null");
        this.impersonation = new Impersonation(authorizer);
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
        this.protobuf = requireNonNull(protobuf, "protobuf is null");
        this.relays = List.copyOf(relays);
        this.endpoints = List.copyOf(endpoints);
        this.observer = requireNonNull(observer, "observer is null");
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        observe(request);
        Context context = vertx.getOrCreateContext();
        Credentials credentials = RequestCredentials.of(request);
        request.pause();
        Thread.ofVirtual().name("request").start(() -> run(request, context, credentials));
    }

    private void observe(HttpServerRequest request) {
        long start = System.nanoTime();
        request.response()
                .endHandler(_ -> observer.answered(
                        RequestInfoParser.parse(request.method().name(), request.path(), request.params()),
                        request.response().getStatusCode(),
                        request.params().contains("dryRun"),
                        Duration.ofNanos(System.nanoTime() - start)));
    }

    /** A request that will be upgraded, or relayed, keeps its body for the other side. */
    private static boolean hasBody(HttpServerRequest request) {
        return !request.headers().contains("Upgrade")
                && !request.path().contains("/proxy")
                && switch (request.method().name()) {
                    case "POST", "PUT", "PATCH", "DELETE" -> true;
                    default -> false;
                };
    }

    private void run(HttpServerRequest request, Context context, Credentials credentials) {
        try {
            serve(request, context, credentials);
        } catch (InterruptedException e) {
            request.connection().close();
        } catch (RuntimeException e) {
            writer.fail(request, known(request, e));
        }
    }

    private static ApiException known(HttpServerRequest request, RuntimeException failure) {
        return switch (failure) {
            case ApiException e -> e;
            case StorageException e -> {
                log.warnf("%s %s: %s", request.method(), request.path(), e.getMessage());
                yield Statuses.internal(e.getMessage());
            }
            default -> {
                log.errorf(failure, "%s %s failed", request.method(), request.path());
                yield Statuses.internal(String.valueOf(failure.getMessage()));
            }
        };
    }

    private void serve(HttpServerRequest request, Context context, Credentials credentials)
            throws InterruptedException {
        RequestInfo info = RequestInfoParser.parse(request.method().name(), request.path(), request.params());
        UserInfo user = authenticate(credentials);
        AuditRecord record = audit.begin(request, AuditId.of(request), info, user);
        Audit.during(record, () -> {
            try {
                serve(request, context, info, user, record);
            } catch (RuntimeException e) {
                ApiException failure = known(request, e);
                record.failed(failure.status());
                writer.fail(request, failure);
                record.complete();
            }
        });
    }

    private void serve(
            HttpServerRequest request, Context context, RequestInfo info, UserInfo authenticated, AuditRecord record)
            throws InterruptedException {
        UserInfo user = impersonation.apply(authenticated, request.headers());
        if (user != authenticated) {
            record.impersonated(user);
        }
        try (FlowControl.Seat seat = flowControl.enter(user, info, request.params())) {
            seat.headers().forEach(request.response()::putHeader);
            authorize(user, info, request.params());
            answer(request, context, info, user, record, seat);
        }
    }

    private void answer(
            HttpServerRequest request,
            Context context,
            RequestInfo info,
            UserInfo user,
            AuditRecord record,
            FlowControl.Seat seat)
            throws InterruptedException {
        for (Relay relay : relays) {
            Optional<Answer> taken = relay.take(info, user);
            if (taken.isPresent()) {
                writer.write(request, context, List.of(), taken.get(), record);
                return;
            }
        }
        Call call = call(request, info, user, hasBody(request) ? BodyReader.read(request, context) : new byte[0]);
        record.requestBody(call.body());
        Answer answer = answer(call);
        if (answer instanceof Answer.Watch) {
            seat.close(); // what comes now is others' work
        }
        writer.write(request, context, call.warnings(), answer, record);
    }

    private Call call(HttpServerRequest request, RequestInfo info, UserInfo user, byte[] body) {
        MultiMap headers = request.headers();
        byte[] json = body;
        if (body.length > 0 && ProtobufBodies.MEDIA_TYPE.equals(headers.get("Content-Type"))) {
            json = JsonCodec.write(protobuf.decode(body));
            headers = MultiMap.caseInsensitiveMultiMap().addAll(headers).set("Content-Type", "application/json");
        }
        return new Call(request.method().name(), info, user, request.params(), headers, json, new ArrayList<>());
    }

    private UserInfo authenticate(Credentials credentials) {
        try {
            return authenticator.authenticate(credentials).orElseThrow(Statuses::unauthorized);
        } catch (AuthenticationException e) {
            log.debugf("authentication failed: %s", e.getMessage());
            throw Statuses.unauthorized();
        }
    }

    private void authorize(UserInfo user, RequestInfo info, MultiMap parameters) {
        Authorizer.Attributes attributes = attributes(user, info, parameters);
        Authorizer.Decision decision = authorizer.authorize(attributes);
        Audit.annotate("authorization.k8s.io/decision", decision.allowed() ? "allow" : "forbid");
        Audit.annotate("authorization.k8s.io/reason", decision.reason());
        if (!decision.allowed()) {
            throw ForbiddenMessage.of(attributes, decision.reason());
        }
    }

    private static Authorizer.Attributes attributes(UserInfo user, RequestInfo info, MultiMap parameters) {
        if (info.resource().isEmpty()) {
            return new Authorizer.Attributes(user, info.verb(), "", "", "", "", "", "", false, info.path());
        }
        GroupVersionResource resource = info.resource().get();
        return new Authorizer.Attributes(
                user,
                info.verb(),
                info.namespace(),
                resource.group(),
                resource.version(),
                resource.resource(),
                info.subresource(),
                info.name(),
                true,
                info.path(),
                fieldSelector(info.verb(), parameters));
    }

    private static String fieldSelector(String verb, MultiMap parameters) {
        return switch (verb) {
            case "list", "watch", "deletecollection" -> Objects.requireNonNullElse(parameters.get("fieldSelector"), "");
            default -> "";
        };
    }

    private Answer answer(Call call) {
        for (Endpoint endpoint : endpoints) {
            Optional<Answer> answer = endpoint.answer(call);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (call.info().isResourceRequest()) {
            return Answer.text(404, "404 page not found\n");
        }
        throw Statuses.noSuchPath();
    }
}
