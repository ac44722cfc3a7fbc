package dev.caravel.kubelet.server;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.config.Configuration;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.logs.LogReader;
import dev.caravel.kubelet.pods.PodWorker;
import dev.caravel.kubelet.pods.PodWorkers;
import dev.caravel.machinery.serving.SelfSignedCertificate;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jboss.logging.Logger;

/**
 * The kubelet's HTTPS API. Each request is authenticated, authorized and answered on a virtual thread; streams are relayed
 * on the event loop.
 */
public final class KubeletServer implements AutoCloseable {
    private static final Logger log = Logger.getLogger(KubeletServer.class);

    private final Vertx vertx;
    private final Configuration configuration;
    private final CallerAuthentication authentication;
    private final CallerAuthorization authorization;
    private final PodWorkers workers;
    private final LogRequests logs;
    private final StreamRequests streams;
    private final StreamRelay relay;
    private final ResourceMetrics resources;
    private final PrometheusMeterRegistry metrics;
    private final Clock clock;
    private HttpServer server;

    public KubeletServer(
            Vertx vertx,
            Configuration configuration,
            String nodeName,
            KubernetesClient client,
            ContainerRuntime runtime,
            PodWorkers workers,
            LogReader logReader,
            PrometheusMeterRegistry metrics,
            Clock clock) {
        this.vertx = requireNonNull(vertx, "vertx is null");
        this.configuration = requireNonNull(configuration, "configuration is null");
        this.authentication =
                new CallerAuthentication(client, configuration.tokenWebhook(), configuration.anonymous(), clock);
        this.authorization = new CallerAuthorization(client, nodeName, configuration.webhookAuthorization(), clock);
        this.workers = requireNonNull(workers, "workers is null");
        PodLookup lookup = new PodLookup(workers, runtime);
        this.logs = new LogRequests(lookup, runtime, logReader, clock);
        this.streams = new StreamRequests(lookup, runtime);
        this.relay = new StreamRelay(vertx);
        this.resources = new ResourceMetrics(runtime);
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Takes the address; throws when it cannot. */
    public void start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(configuration.address())
                .setPort(configuration.port())
                .setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(keys());
        configuration.clientCaFile().ifPresent(file -> options.setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        server = vertx.createHttpServer(options).requestHandler(this::accept);
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    private PemKeyCertOptions keys() {
        Optional<Path> certificate = configuration.tlsCertFile();
        Optional<Path> key = configuration.tlsKeyFile();
        if (certificate.isPresent() && key.isPresent()) {
            return new PemKeyCertOptions()
                    .addCertPath(certificate.get().toString())
                    .addKeyPath(key.get().toString());
        }
        SelfSignedCertificate own = SelfSignedCertificate.create("kubelet", clock);
        return new PemKeyCertOptions().addCertValue(own.certificate()).addKeyValue(own.key());
    }

    private void accept(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        request.pause();
        Thread.ofVirtual().name("http-" + request.path()).start(() -> {
            try {
                handle(request, context);
            } catch (HttpAnswer answer) {
                end(request, answer.status(), "text/plain; charset=utf-8", answer.getMessage() + "\n");
            } catch (CriException e) {
                end(request, 500, "text/plain; charset=utf-8", e.rpcText() + "\n");
            } catch (IOException e) {
                log.debugf("%s: %s", request.path(), e.getMessage());
                request.connection().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.errorf(e, "%s %s failed", request.method(), request.path());
                end(request, 500, "text/plain; charset=utf-8", "Internal Error\n");
            }
        });
    }

    private void handle(HttpServerRequest request, Context context) throws IOException, InterruptedException {
        Caller caller = authentication
                .authenticate(certificate(request), request.getHeader("Authorization"))
                .orElseThrow(() -> new HttpAnswer(401, "Unauthorized"));
        NodeSubresources wanted = NodeSubresources.of(request.method().name(), request.path());
        if (!authorization.allows(caller, wanted)) {
            throw new HttpAnswer(
                    403,
                    "Forbidden (user=" + caller.name() + ", verb=" + wanted.verb()
                            + ", resource=nodes, subresource(s)=[" + String.join(" ", wanted.names()) + "])");
        }
        route(request, context);
    }

    private void route(HttpServerRequest request, Context context) throws IOException, InterruptedException {
        String path = request.path();
        switch (path.split("/", 3)[1]) {
            case "healthz" -> end(request, 200, "text/plain; charset=utf-8", "ok");
            case "pods" -> json(request, Serialization.asJson(pods(_ -> true)));
            case "runningpods" ->
                json(request, Serialization.asJson(pods(worker -> "Running"
                        .equals(worker.status().getPhase()))));
            case "configz" -> json(request, Serialization.asJson(Map.of("kubeletconfig", configuration.document())));
            case "metrics" -> metrics(request, path);
            case "containerLogs" -> logs.serve(request, pod(path, true));
            case "exec" -> stream(request, context, streams.exec(pod(path, true), request.params()));
            case "attach" -> stream(request, context, streams.attach(pod(path, true), request.params()));
            case "portForward" -> stream(request, context, streams.portForward(pod(path, false)));
            case "run" ->
                end(request, 200, "text/plain; charset=utf-8", streams.run(pod(path, true), request.params()));
            default -> throw new HttpAnswer(404, "404 page not found");
        }
    }

    private void metrics(HttpServerRequest request, String path) {
        switch (path) {
            case "/metrics" -> end(request, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
            case "/metrics/resource" -> end(request, 200, "text/plain; version=0.0.4; charset=utf-8", resources.text());
            default -> throw new HttpAnswer(404, "404 page not found");
        }
    }

    private void stream(HttpServerRequest request, Context context, String url) {
        context.runOnContext(_ -> relay.relay(request, url));
    }

    private static PodPath pod(String path, boolean withContainer) {
        return PodPath.parse(path, withContainer).orElseThrow(() -> new HttpAnswer(404, "404 page not found"));
    }

    private Object pods(Predicate<PodWorker> wanted) {
        List<Pod> pods = workers.all().stream()
                .filter(wanted)
                .map(worker ->
                        new PodBuilder(worker.pod()).withStatus(worker.status()).build())
                .toList();
        return new PodListBuilder().withItems(pods).build();
    }

    private static void json(HttpServerRequest request, String text) {
        end(request, 200, "application/json", text);
    }

    private static void end(HttpServerRequest request, int status, String type, String text) {
        if (request.response().headWritten() || request.response().ended()) {
            request.connection().close();
            return;
        }
        request.resume();
        request.response()
                .setChunked(false)
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .end(text);
    }

    private static X509Certificate certificate(HttpServerRequest request) {
        try {
            return request.sslSession() == null
                    ? null
                    : (X509Certificate) request.sslSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public void close() {
        relay.close();
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
