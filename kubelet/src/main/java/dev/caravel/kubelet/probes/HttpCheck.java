package dev.caravel.kubelet.probes;

import dev.caravel.machinery.serving.UnverifiedTls;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** GETs a path of a container; 200 to 399 is success. Certificates are not checked: it is the container that is asked. */
public final class HttpCheck {
    private static final int MAX_REDIRECTS = 10;
    private static final int MAX_BODY = 10 * 1024;
    private static final String USER_AGENT = "kube-probe/1.36";
    /** Headers that the client sets itself and refuses to be given; Host is allowed by a system property only. */
    private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "upgrade");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(UnverifiedTls.context())
            .build();

    static {
        // A probe may name the virtual host that it means.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
    }

    /**
     * @param host the pod's address, unless the action names another
     */
    public ProbeResult get(HTTPGetAction action, String host, int port, Duration timeout) {
        try {
            return send(action, uri(action, host, port), timeout, MAX_REDIRECTS);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return ProbeResult.failure(e.getMessage());
        }
    }

    private ProbeResult send(HTTPGetAction action, URI uri, Duration timeout, int redirects) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET().timeout(timeout);
        boolean ownAgent = false;
        boolean ownAccept = false;
        for (HTTPHeader header : action.getHttpHeaders()) {
            String name = header.getName();
            if (RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                continue;
            }
            ownAgent |= name.equalsIgnoreCase("User-Agent");
            ownAccept |= name.equalsIgnoreCase("Accept");
            if (!header.getValue().isEmpty()) {
                request.header(name, header.getValue());
            }
        }
        if (!ownAgent) {
            request.setHeader("User-Agent", USER_AGENT);
        }
        if (!ownAccept) {
            request.setHeader("Accept", "*/*");
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                int code = answer.statusCode();
                if (code >= 300 && code < 400) {
                    return redirected(action, uri, answer, timeout, redirects);
                }
                String text = new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
                return code >= 200 && code < 300
                        ? new ProbeResult(true, text)
                        : ProbeResult.failure("HTTP probe failed with statuscode: " + code);
            }
        } catch (IOException e) {
            return ProbeResult.failure(describe(uri, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProbeResult.failure("Get \"" + uri + "\": interrupted");
        }
    }

    /** Redirects are followed as long as they stay on the host; leaving it is success with a warning upstream. */
    private ProbeResult redirected(
            HTTPGetAction action, URI uri, HttpResponse<InputStream> answer, Duration timeout, int redirects) {
        Optional<URI> target = answer.headers().firstValue("Location").map(uri::resolve);
        if (redirects == 0) {
            return ProbeResult.failure("Get \"" + uri + "\": stopped after " + MAX_REDIRECTS + " redirects");
        }
        if (target.isPresent()
                && target.get().getHost().equals(uri.getHost())
                && !target.get().equals(uri)) {
            return send(action, target.get(), timeout, redirects - 1);
        }
        return new ProbeResult(true, "");
    }

    private static URI uri(HTTPGetAction action, String podIp, int port) throws URISyntaxException {
        String scheme = "HTTPS".equalsIgnoreCase(action.getScheme()) ? "https" : "http";
        String host = action.getHost() == null || action.getHost().isEmpty() ? podIp : action.getHost();
        String path = action.getPath() == null ? "" : action.getPath();
        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return new URI(scheme + "://" + authority + (path.startsWith("/") ? path : "/" + path));
    }

    private static String describe(URI uri, IOException failure) {
        String why =
                switch (failure) {
                    case java.net.http.HttpTimeoutException _ ->
                        "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
                    case java.net.ConnectException _ ->
                        "dial tcp " + uri.getAuthority() + ": connect: connection refused";
                    default -> String.valueOf(failure.getMessage());
                };
        return "Get \"" + uri + "\": " + why;
    }
}
