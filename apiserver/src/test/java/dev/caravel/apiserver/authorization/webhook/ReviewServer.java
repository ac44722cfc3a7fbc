package dev.caravel.apiserver.authorization.webhook;

import dev.caravel.machinery.pki.CertificateAuthority;
import dev.caravel.machinery.pki.CertificateRequest;
import dev.caravel.machinery.pki.KeyedCertificate;
import dev.caravel.machinery.pki.PemFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTPS server on the loopback that answers reviews as it is told to, and keeps what it was asked. */
public final class ReviewServer implements AutoCloseable {
    /** @param status 0 to cut the connection, -1 never to answer */
    public record Answer(int status, String contentType, String body) {
        public static Answer json(String body) {
            return new Answer(200, "application/json", body);
        }
    }

    public record Asked(String uri, String authorization, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final Path directory;
    private final HttpServer server;
    private volatile Answer otherwise = Answer.json("{}");

    /** @param directory where its certificates and kubeconfigs are put */
    public ReviewServer(Path directory) throws Exception {
        this.directory = directory;
        CertificateAuthority ca = CertificateAuthority.create("webhooks", Clock.systemUTC());
        KeyedCertificate own =
                ca.issue(CertificateRequest.server("webhook", List.of("localhost"), List.of("127.0.0.1")));
        PemFiles.write(directory.resolve("ca.crt"), ca.self().certificate());
        PemFiles.write(directory.resolve("hook.crt"), own.certificate());
        PemFiles.write(directory.resolve("hook.key"), own.key());
        PemFiles.write(
                directory.resolve("other-ca.crt"),
                CertificateAuthority.create("others", Clock.systemUTC()).self().certificate());
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(directory.resolve("hook.crt").toString())
                                .setKeyPath(directory.resolve("hook.key").toString())))
                .requestHandler(request -> request.body().onSuccess(body -> serve(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void serve(HttpServerRequest request, Buffer body) {
        asked.add(new Asked(request.uri(), request.getHeader("Authorization"), body.toString()));
        Answer answer;
        synchronized (answers) {
            answer = answers.isEmpty() ? otherwise : answers.remove();
        }
        switch (answer.status()) {
            case 0 -> request.connection().close();
            case -1 -> {} // the caller has to give up
            default ->
                request.response()
                        .setStatusCode(answer.status())
                        .putHeader("Content-Type", answer.contentType())
                        .end(answer.body());
        }
    }

    /** Of all requests for which nothing else is said. */
    public ReviewServer answering(Answer answer) {
        otherwise = answer;
        return this;
    }

    /** First this, then that. */
    public ReviewServer answeringOnce(Answer... some) {
        synchronized (answers) {
            answers.addAll(List.of(some));
        }
        return this;
    }

    public List<Asked> asked() {
        return asked;
    }

    /** A kubeconfig that leads here. */
    public Path kubeconfig() throws Exception {
        return kubeconfig("hook.kubeconfig", "ca.crt");
    }

    public Path kubeconfig(String name, String ca) throws Exception {
        return Files.writeString(directory.resolve(name), """
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d/authorize", certificate-authority: %s}}]
                users: [{name: u, user: {token: abc}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server.actualPort(), ca));
    }

    public Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
