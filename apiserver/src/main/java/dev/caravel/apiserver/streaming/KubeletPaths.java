package dev.caravel.apiserver.streaming;

import dev.caravel.apiserver.streaming.RemoteCommandBridge.Wanted;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** The kubelet's URLs for what a client asks of a pod: the same options under the kubelet's names. Pure. */
final class KubeletPaths {
    private static final Set<String> LOG_OPTIONS = Set.of(
            "follow",
            "previous",
            "sinceSeconds",
            "sinceTime",
            "timestamps",
            "tailLines",
            "limitBytes",
            "stream",
            "insecureSkipTLSVerifyBackend");

    private KubeletPaths() {}

    /** @param action {@code exec} or {@code attach} */
    static String stream(String action, PodTarget pod, String container, Wanted wanted, MultiMap options) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        options.getAll("command").forEach(argument -> query.add("command=" + encode(argument)));
        flags(wanted).forEach((flag, set) -> {
            if (set) {
                query.add(flag + "=1");
            }
        });
        return path(action, pod) + "/" + encode(container) + query;
    }

    static String portForward(PodTarget pod, MultiMap options) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        options.getAll("ports").forEach(ports -> query.add("port=" + encode(ports)));
        return path("portForward", pod) + query;
    }

    static String logs(PodTarget pod, String container, MultiMap options) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        options.forEach((name, value) -> {
            if (LOG_OPTIONS.contains(name)) {
                query.add(name + "=" + encode(value));
            }
        });
        return path("containerLogs", pod) + "/" + encode(container) + query;
    }

    /** The parameters of the kubelet's streaming server. */
    private static Map<String, Boolean> flags(Wanted wanted) {
        return Map.of(
                "input", wanted.stdin(), "output", wanted.stdout(), "error", wanted.stderr(), "tty", wanted.tty());
    }

    private static String path(String action, PodTarget pod) {
        return "/" + action + "/" + encode(pod.namespace()) + "/" + encode(pod.name());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
