package dev.caravel.apiserver.fuzz.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.fuzz.Dice;
import dev.caravel.apiserver.fuzz.Hostile;
import dev.caravel.apiserver.fuzz.Mutations;
import dev.caravel.apiserver.fuzz.ObjectMaker;
import dev.caravel.apiserver.fuzz.ObjectTargets;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** Requests that are framed as they should be, about anything: each gets an answer, and no answer is the server's fault. */
final class RequestProbe implements Probe.Attempt {
    @Override
    public Optional<String> on(Front front, Dice dice) throws IOException {
        Ask ask = ask(dice);
        try (SSLSocket socket = front.open("http/1.1")) {
            socket.getOutputStream().write(ask.bytes());
            socket.getOutputStream().flush();
            Reply head = Reply.readHead(socket.getInputStream());
            boolean wrong = head.code() >= 500
                    && head.code() != 501
                    && head.code() != 503
                    && !ask.target().contains("/proxy");
            return wrong
                    ? Optional.of(shown(ask) + " is answered by " + head.code() + " " + head.headers())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(shown(ask) + " has no answer: " + e);
        }
    }

    private static String shown(Ask ask) {
        String text = ask.method() + " " + ask.target() + " " + ask.headers() + " " + new String(ask.body(), UTF_8);
        return text.length() > 3000 ? text.substring(0, 3000) + "…" : text;
    }

    private static Ask ask(Dice dice) {
        String method = dice.of("GET", "GET", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "FOO");
        List<String> headers = new ArrayList<>();
        headers.add("Content-Type: "
                + dice.of(
                        "application/json",
                        "application/yaml",
                        "application/vnd.kubernetes.protobuf",
                        "application/json-patch+json",
                        "application/merge-patch+json",
                        "application/strategic-merge-patch+json",
                        "application/apply-patch+yaml",
                        "text/plain",
                        "application/json;charset=utf-16",
                        ";",
                        "*/*",
                        "application/cbor"));
        headers.add("Accept: "
                + dice.of(
                        "application/json",
                        "*/*",
                        "application/vnd.kubernetes.protobuf",
                        "application/yaml",
                        "application/json;as=Table;v=v1;g=meta.k8s.io",
                        "application/json;as=Table;v=v9;g=meta.k8s.io",
                        "text/html",
                        ";;;,",
                        "a/b;q=2",
                        "application/json;stream=watch",
                        "application/cbor",
                        ascii(Hostile.text(dice))));
        int more = dice.size(20);
        for (int i = 0; i < more; i++) {
            headers.add(dice.of(
                            "Impersonate-User",
                            "Impersonate-Group",
                            "Impersonate-Extra-%zz",
                            "Impersonate-Uid",
                            "Authorization",
                            "Accept-Encoding",
                            "Content-Encoding",
                            "X-Forwarded-For",
                            "Audit-Id",
                            "User-Agent",
                            "Origin",
                            "If-None-Match",
                            "Cookie",
                            "X-Remote-User",
                            "traceparent",
                            "X-Stream-Protocol-Version",
                            "Expect-CT")
                    + ": " + ascii(Hostile.text(dice)));
        }
        byte[] body =
                switch (method) {
                    case "GET", "HEAD" -> new byte[0];
                    default -> body(dice);
                };
        return new Ask(method, target(dice), headers, body);
    }

    private static byte[] body(Dice dice) {
        var resource = dice.of(List.copyOf(ObjectTargets.CATALOG.all()));
        byte[] object = JsonCodec.write(Mutations.tree(dice, new ObjectMaker(dice).make(resource)));
        return dice.of(
                object,
                Mutations.bytes(dice, object),
                new byte[0],
                "{}".getBytes(UTF_8),
                "[]".getBytes(UTF_8),
                "null".getBytes(UTF_8));
    }

    private static String ascii(String text) {
        String visible = text.replaceAll("[^ -~]", "");
        return visible.substring(0, Math.min(visible.length(), 8_000)).strip();
    }

    private static String target(Dice dice) {
        StringBuilder target = new StringBuilder(dice.of(
                "/api/v1",
                "/api/v1/namespaces/default",
                "/apis",
                "/apis/apps/v1",
                "/apis/apps/v1/namespaces/default",
                "/apis/batch/v1",
                "/openapi/v3",
                "/openapi/v2",
                "/version",
                "/healthz",
                "/livez",
                "/readyz",
                "/metrics",
                "//",
                "/api/v1/watch",
                "/logs",
                "/debug/pprof",
                "/.well-known"));
        int parts = dice.size(6);
        for (int i = 0; i < parts; i++) {
            target.append('/')
                    .append(
                            dice.oneIn(2)
                                    ? dice.of(
                                            "pods",
                                            "configmaps",
                                            "services",
                                            "deployments",
                                            "jobs",
                                            "nodes",
                                            "namespaces",
                                            "default",
                                            "kubernetes",
                                            "status",
                                            "scale",
                                            "log",
                                            "exec",
                                            "eviction",
                                            "binding",
                                            "token",
                                            "proxy",
                                            "..",
                                            "%2e%2e",
                                            "%2f",
                                            "%00",
                                            "",
                                            "+",
                                            "a%20b",
                                            "%ff%fe",
                                            "%zz",
                                            "%")
                                    : URLEncoder.encode(Hostile.text(dice), UTF_8));
        }
        int parameters = dice.size(12);
        for (int i = 0; i < parameters; i++) {
            target.append(i == 0 ? '?' : '&')
                    .append(dice.of(
                            "watch",
                            "limit",
                            "continue",
                            "timeout",
                            "timeoutSeconds",
                            "resourceVersion",
                            "resourceVersionMatch",
                            "labelSelector",
                            "fieldSelector",
                            "sendInitialEvents",
                            "allowWatchBookmarks",
                            "dryRun",
                            "fieldManager",
                            "fieldValidation",
                            "force",
                            "gracePeriodSeconds",
                            "propagationPolicy",
                            "pretty",
                            "includeObject",
                            "container",
                            "follow",
                            "tailLines",
                            "command",
                            "verbose",
                            "exclude",
                            "%zz",
                            "a[]",
                            "="))
                    .append(dice.oneIn(8) ? "" : "=")
                    .append(URLEncoder.encode(
                            dice.of(
                                    "true",
                                    "1",
                                    "0",
                                    Hostile.number(dice),
                                    Hostile.text(dice),
                                    "a=b",
                                    "Exact",
                                    "NotOlderThan",
                                    "1s"),
                            UTF_8));
        }
        return target.length() > 60_000 ? target.substring(0, 60_000) : target.toString();
    }
}
