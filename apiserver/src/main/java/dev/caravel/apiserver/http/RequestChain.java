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
import dev.caravel.apiserver.http.connection.ClientConnection;
import dev.caravel.apiserver.http.impersonation.Impersonation;
import dev.caravel.apiserver.http.impersonation.Impersonation.Impersonated;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.registry.Unreadable;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.Storage.StorageException;
import dev.caravel.apiserver.storage.UnreadableException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The way of every request: authentication, audit, impersonation, flow control, authorization, and then the first that
 * answers. Runs on a virtual thread per request, so that every step may block.
 */
public final class RequestChain implements Handler<RoutingContext> {
    private static final Logger log = Logger.getLogger(RequestChain.class);

    private static final ApiException TIMEOUT =
            Statuses.timeout("Timeout: request did not complete within the allotted timeout");

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
    private final RequestLimits limits;
    private final Termination termination;
    private final ResponseWriter writer;

    public RequestChain(
            Vertx vertx,
            Authenticator authenticator,
            Audit audit,
            FlowControl flowControl,
            Authorizer authorizer,
            ProtobufBodies protobuf,
            List<Relay> relays,
            List<Endpoint> endpoints,
            RequestObserver observer,
            RequestLimits limits,
            Termination termination) {
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
        this.limits = requireNonNull(limits, "limits is null");
        this.termination = requireNonNull(termination, "termination is null");
        this.writer = new ResponseWriter(termination);
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        request.pause();
        try {
            RequestInfo info = RequestInfoParser.parse(request.method().name(), request.path(), request.params());
            begin(request, info);
        } catch (ApiException e) {
            writer.fail(request, e);
        } catch (IllegalArgumentException e) {
            writer.fail(request, Statuses.badRequest("the path cannot be read: " + e.getMessage()));
        }
    }

    private void begin(HttpServerRequest request, RequestInfo info) {
        Client client = Client.of(request);
        observe(request, info, ClientConnection.serve(request, client::leave));
        Context context = vertx.getOrCreateContext();
        Credentials credentials = RequestCredentials.of(request);
        Optional<Duration> limit = limits.time(info, request.params());
        termination.enter(info);
        AtomicReference<Thread> server = new AtomicReference<>();
        Deadline deadline = limit.map(time -> Deadline.in(time, vertx, () -> expire(request, server.get())))
                .orElseGet(Deadline::none);
        Exchange exchange = new Exchange(request, context, info, deadline, client);
        server.set(Thread.ofVirtual().name("request").unstarted(() -> run(exchange, credentials)));
        observer.began(info);
        server.get().start();
    }

    private void expire(HttpServerRequest request, Thread server) {
        writer.fail(request, TIMEOUT);
        server.interrupt();
    }

    private void observe(HttpServerRequest request, RequestInfo info, ClientConnection.Served served) {
        long start = System.nanoTime();
        request.response().endHandler(_ -> {
            served.leave();
            observer.answered(
                    info,
                    request.response().getStatusCode(),
                    request.params().contains("dryRun"),
                    Duration.ofNanos(System.nanoTime() - start));
        });
    }

    /** What will be upgraded, or relayed, keeps its body for the other side; and nobody would wait in vain for the end of it. */
    private static boolean hasBody(HttpServerRequest request, RequestInfo info) {
        return !LongRunning.is(info)
                && switch (request.method().name()) {
                    case "POST", "PUT", "PATCH", "DELETE" -> true;
                    default -> false;
                };
    }

    private void run(Exchange exchange, Credentials credentials) {
        try {
            serve(exchange, credentials);
        } catch (InterruptedException e) {
            if (!exchange.deadline().hasPassed()) {
                exchange.request().response().reset();
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail(exchange, known(exchange, e));
        } finally {
            exchange.deadline().cancel();
            observer.ended(exchange.info());
            // Behind what the answer has left to do there.
            exchange.context().runOnContext(_ -> termination.leave());
        }
    }

    private void fail(Exchange exchange, ApiException failure) {
        if (exchange.deadline().take()) {
            writer.fail(exchange.request(), failure);
        }
    }

    /** Also of what one request has grown too large for: the client is told, and the others are served on. */
    private static ApiException known(Exchange exchange, Throwable failure) {
        HttpServerRequest request = exchange.request();
        if (exchange.deadline().hasPassed()) {
            log.warnf("%s %s was given up: it took too long", request.method(), request.path());
            return TIMEOUT;
        }
        return switch (failure) {
            case ApiException e -> e;
            case UnreadableException e -> Unreadable.alone(e); // logged when it was found
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

    private void serve(Exchange exchange, Credentials credentials) throws InterruptedException {
        Map<String, String> findings = new LinkedHashMap<>();
        UserInfo user = Audit.before(findings, () -> authenticate(credentials));
        AuditRecord record = audit.begin(exchange.request(), AuditId.of(exchange.request()), exchange.info(), user);
        findings.forEach(record::annotate);
        Audit.during(record, () -> {
            try {
                serve(exchange, user, record);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                ApiException failure = known(exchange, e);
                record.failed(failure.status());
                fail(exchange, failure);
                record.complete();
            } catch (InterruptedException e) {
                record.failed(TIMEOUT.status());
                record.complete();
                throw e;
            }
        });
    }

    private void serve(Exchange exchange, UserInfo authenticated, AuditRecord record) throws InterruptedException {
        HttpServerRequest request = exchange.request();
        Optional<Impersonated> other = impersonation.apply(
                request.headers(), RequestAttributes.of(authenticated, exchange.info(), request.params()));
        other.ifPresent(it -> record.impersonated(it.user(), it.constraint()));
        UserInfo user = other.map(Impersonated::user).orElse(authenticated);
        try (FlowControl.Seat seat =
                exchange.client().wait(() -> flowControl.enter(user, exchange.info(), request.params()))) {
            exchange.client().requireThere();
            seat.headers().forEach(request.response()::putHeader);
            Optional<Answer> undecided = authorize(user, exchange.info(), request);
            if (undecided.isPresent()) {
                request.resume();
                send(exchange, List.of(), undecided.get(), record);
            } else {
                answer(exchange, user, record, seat);
            }
        }
    }

    private void answer(Exchange exchange, UserInfo user, AuditRecord record, FlowControl.Seat seat)
            throws InterruptedException {
        RequestInfo info = exchange.info();
        for (Relay relay : relays) {
            Optional<Answer> taken = relay.take(info, user);
            if (taken.isPresent()) {
                send(exchange, List.of(), taken.get(), record);
                return;
            }
        }
        RequestLimits.checkName(info);
        HttpServerRequest request = exchange.request();
        Call call = call(
                request,
                info,
                user,
                hasBody(request, info) ? BodyReader.read(request, exchange.context(), exchange.client()) : new byte[0]);
        exchange.client().requireThere();
        record.requestBody(call.body());
        Answer answer = answerOrWarn(call, request);
        if (answer instanceof Answer.Watch) {
            seat.close(); // what comes now is others' work
        }
        send(exchange, call.warnings(), answer, record);
    }

    /** Clients hear of warnings even when they are refused. */
    private Answer answerOrWarn(Call call, HttpServerRequest request) {
        try {
            return answer(call);
        } catch (ApiException e) {
            ResponseWriter.warn(request.response(), call.warnings());
            throw e;
        }
    }

    private void send(Exchange exchange, List<String> warnings, Answer answer, AuditRecord record) {
        if (exchange.deadline().take()) {
            writer.write(exchange, warnings, answer, record);
        }
    }

    private Call call(HttpServerRequest request, RequestInfo info, UserInfo user, byte[] body) {
        MultiMap headers = request.headers();
        byte[] json = body;
        if (body.length > 0 && isProtobuf(headers.get("Content-Type"))) {
            json = JsonCodec.write(protobuf.decode(body));
            headers = MultiMap.caseInsensitiveMultiMap().addAll(headers).set("Content-Type", "application/json");
        }
        return new Call(request.method().name(), info, user, request.params(), headers, json, new ArrayList<>());
    }

    private static boolean isProtobuf(String contentType) {
        return contentType != null
                && contentType.contains("protobuf")
                && MediaType.parse(contentType).orElse("").equals(ProtobufBodies.MEDIA_TYPE);
    }

    private UserInfo authenticate(Credentials credentials) {
        try {
            return authenticator.authenticate(credentials).orElseThrow(Statuses::unauthorized);
        } catch (AuthenticationException e) {
            log.debugf("authentication failed: %s", e.getMessage());
            throw Statuses.unauthorized();
        }
    }

    /** An answer only when it cannot be told whether the user may. */
    private Optional<Answer> authorize(UserInfo user, RequestInfo info, HttpServerRequest request) {
        Authorizer.Attributes attributes = RequestAttributes.of(user, info, request.params());
        Authorizer.Decision decision = authorizer.authorize(attributes);
        if (!decision.allowed() && decision.failed()) {
            Audit.annotate("authorization.k8s.io/reason", "internal error");
            return Optional.of(
                    Answer.text(500, "Internal Server Error: \"%s\": %s%n".formatted(request.uri(), decision.error())));
        }
        Audit.annotate("authorization.k8s.io/decision", decision.allowed() ? "allow" : "forbid");
        Audit.annotate("authorization.k8s.io/reason", decision.reason());
        if (!decision.allowed()) {
            throw ForbiddenMessage.of(attributes, decision.reason());
        }
        return Optional.empty();
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
