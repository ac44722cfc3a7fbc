package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;

/** The query of a connection as the object that admission sees: {@code PodAttachOptions}, {@code ServiceProxyOptions} … */
final class ConnectOptions {
    private static final List<String> FLAGS = List.of("stdin", "stdout", "stderr", "tty");
    private static final List<String> TEXTS = List.of("container", "path");

    private ConnectOptions() {}

    static ObjectNode of(String kind, String subresource, MultiMap query) {
        ObjectNode options = JsonCodec.object()
                .put("kind", kind + name(subresource) + "Options")
                .put("apiVersion", "v1");
        FLAGS.stream().filter(query::contains).forEach(flag -> options.put(flag, isTrue(query.get(flag))));
        TEXTS.stream().filter(query::contains).forEach(text -> options.put(text, query.get(text)));
        if (query.contains("command")) {
            ArrayNode command = options.putArray("command");
            query.getAll("command").forEach(command::add);
        }
        return options;
    }

    private static boolean isTrue(String value) {
        return value.equals("true") || value.equals("1") || value.isEmpty();
    }

    private static String name(String subresource) {
        return switch (subresource) {
            case "portforward" -> "PortForward";
            case "" -> "";
            default -> subresource.substring(0, 1).toUpperCase(Locale.ROOT) + subresource.substring(1);
        };
    }
}
