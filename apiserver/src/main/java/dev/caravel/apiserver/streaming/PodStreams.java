package dev.caravel.apiserver.streaming;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.http.ConnectHandler;
import dev.caravel.apiserver.http.ForbiddenMessage;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.streaming.RemoteCommandBridge.Wanted;
import dev.caravel.apiserver.streaming.spdy.SpdyConnection;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Connects clients with pods through the pods' kubelets: log, exec, attach and port-forward.
 *
 * <p>SPDY upgrades go to the kubelet byte for byte, and so do WebSockets of the protocols that container runtimes speak
 * themselves; newer WebSocket protocols are translated to SPDY here (KEP-4006). Thread-safe.
 */
public final class PodStreams implements ConnectHandler {
    /** The WebSocket protocols that are translated here; the HTTP server must offer them. */
    public static final List<String> WEBSOCKET_PROTOCOLS =
            List.of(RemoteCommandBridge.WEBSOCKET_PROTOCOL, PortForwardTunnel.WEBSOCKET_PROTOCOL);

    /** The subresources that let a client act on the pod. */
    private static final Set<String> ACTING = Set.of("exec", "attach", "portforward");

    private final Authorizer authorizer;
    private final ObjectReader objects;
    private final KubeletLocator kubelets;
    private final KubeletClient client;

    public PodStreams(Authorizer authorizer, ObjectReader objects, KubeletLocator kubelets, KubeletClient client) {
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
        this.objects = requireNonNull(objects, "objects is null");
        this.kubelets = requireNonNull(kubelets, "kubelets is null");
        this.client = requireNonNull(client, "client is null");
    }

    @Override
    public GroupResource resource() {
        return PodTarget.PODS;
    }

    @Override
    public Set<String> subresources() {
        return Set.of("log", "exec", "attach", "portforward");
    }

    @Override
    public Connection prepare(Call call) {
        if (ACTING.contains(call.info().subresource()) && call.info().verb().equals("get")) {
            requireCreate(call);
        }
        Plan plan =
                plan(call.info().namespace(), call.info().name(), call.info().subresource(), call.options());
        return request -> connect(plan, request);
    }

    /** WebSockets begin with GET, and yet to run a command is more than to read. */
    private void requireCreate(Call call) {
        Attributes create = new Attributes(
                call.user(),
                "create",
                call.info().namespace(),
                "",
                "v1",
                "pods",
                call.info().subresource(),
                call.info().name(),
                true,
                call.info().path());
        Decision decision = authorizer.authorize(create);
        if (!decision.allowed()) {
            throw ForbiddenMessage.of(create, decision.reason());
        }
    }

    /** Found, and checked, before anything is connected. */
    private sealed interface Plan {
        KubeletAddress kubelet();

        String uri();
    }

    private record Logs(KubeletAddress kubelet, String uri) implements Plan {}

    private record Command(KubeletAddress kubelet, String uri, Wanted wanted) implements Plan {}

    private record PortForward(KubeletAddress kubelet, String uri) implements Plan {}

    private Plan plan(String namespace, String podName, String subresource, MultiMap options) {
        PodTarget pod = PodTarget.find(objects, namespace, podName);
        return switch (subresource) {
            case "log" -> {
                String container = pod.container(option(options, "container"));
                yield new Logs(kubelets.locate(pod.requireNode()), KubeletPaths.logs(pod, container, options));
            }
            case "exec", "attach" -> {
                if (subresource.equals("exec") && options.getAll("command").isEmpty()) {
                    throw Statuses.badRequest("you must specify at least 1 command for the container");
                }
                Wanted wanted = wanted(options);
                String container = pod.container(option(options, "container"));
                yield new Command(
                        kubelets.locate(pod.requireNode()),
                        KubeletPaths.stream(subresource, pod, container, wanted, options),
                        wanted);
            }
            case "portforward" ->
                new PortForward(kubelets.locate(pod.requireNode()), KubeletPaths.portForward(pod, options));
            default -> throw Statuses.noSuchPath();
        };
    }

    private Future<Void> connect(Plan plan, HttpServerRequest request) {
        return switch (plan) {
            case Logs logs -> log(logs, request);
            case Command command
            when offers(request, RemoteCommandBridge.WEBSOCKET_PROTOCOL) -> command(command, request);
            case PortForward forward
            when offers(request, PortForwardTunnel.WEBSOCKET_PROTOCOL) -> portForward(forward, request);
            // SPDY, and WebSocket protocols that the kubelet's side knows itself
            case Command command -> relay(command, request);
            case PortForward forward -> relay(forward, request);
        };
    }

    private Future<Void> log(Logs logs, HttpServerRequest request) {
        return client.request(HttpMethod.GET, logs.kubelet(), logs.uri())
                .compose(backend -> HttpRelay.whileThere(request, backend).send())
                .compose(response -> {
                    // The kubelet's own type is octets; people read logs in browsers.
                    response.headers().set("Content-Type", "text/plain");
                    return HttpRelay.answer(response, request.response());
                });
    }

    private Future<Void> command(Command command, HttpServerRequest request) {
        return spdy(command, RemoteCommandBridge.SPDY_PROTOCOL, request).compose(kubelet -> webSocket(request)
                .onFailure(_ -> kubelet.close())
                .map(webSocket -> {
                    RemoteCommandBridge.join(webSocket, new SpdyConnection(kubelet), command.wanted());
                    kubelet.resume();
                    return null;
                }));
    }

    private Future<Void> portForward(PortForward forward, HttpServerRequest request) {
        return spdy(forward, PortForwardTunnel.SPDY_PROTOCOL, request).compose(kubelet -> webSocket(request)
                .onFailure(_ -> kubelet.close())
                .map(webSocket -> {
                    PortForwardTunnel.join(webSocket, kubelet);
                    kubelet.resume();
                    return null;
                }));
    }

    private static Future<ServerWebSocket> webSocket(HttpServerRequest request) {
        Future<ServerWebSocket> webSocket = request.toWebSocket();
        request.resume(); // the handshake waits for the end of the (empty) body
        return webSocket;
    }

    /** Connected before the client's own upgrade is answered, so that a refusal can still be told. Paused. */
    private Future<NetSocket> spdy(Plan plan, String protocol, HttpServerRequest request) {
        return client.request(UpgradeRelay.METHOD, plan.kubelet(), plan.uri())
                .compose(backend -> Upgrade.toSpdy(HttpRelay.whileThere(request, backend), List.of(protocol)))
                .map(response -> response.netSocket().pause());
    }

    private Future<Void> relay(Plan plan, HttpServerRequest request) {
        if (!request.headers().contains("Upgrade")) {
            return Future.failedFuture(Statuses.badRequest("Upgrade request required"));
        }
        return client.request(UpgradeRelay.METHOD, plan.kubelet(), plan.uri())
                .compose(backend -> UpgradeRelay.relay(request, backend));
    }

    private static boolean offers(HttpServerRequest request, String protocol) {
        Set<String> offered = request.headers().getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::trim)
                .collect(Collectors.toSet());
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade")) && offered.contains(protocol);
    }

    private static Wanted wanted(MultiMap options) {
        Wanted wanted = new Wanted(
                isTrue(options, "stdin", false),
                isTrue(options, "stdout", true),
                isTrue(options, "stderr", true),
                isTrue(options, "tty", false));
        if (!wanted.stdin() && !wanted.stdout() && !wanted.stderr()) {
            throw Statuses.badRequest("you must specify at least 1 of stdin, stdout, stderr");
        }
        return wanted;
    }

    private static boolean isTrue(MultiMap options, String name, boolean ifAbsent) {
        String value = options.get(name);
        return value == null ? ifAbsent : value.isEmpty() || value.equals("true") || value.equals("1");
    }

    private static String option(MultiMap options, String name) {
        String value = options.get(name);
        return value == null ? "" : value;
    }
}
