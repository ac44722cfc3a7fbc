package dev.caravel.apiserver.http;

import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.machinery.selector.FieldSelector;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads from method and path what a request is about, by upstream's rules. Pure. */
public final class RequestInfoParser {
    /** These are subresources of namespaces; anything else below a namespace is a resource in it. */
    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

    private RequestInfoParser() {}

    public static RequestInfo parse(String method, String path, MultiMap query) {
        List<String> parts = Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(RequestInfoParser::decoded)
                .toList();
        boolean core = parts.size() >= 3 && parts.getFirst().equals("api");
        boolean grouped = parts.size() >= 4 && parts.getFirst().equals("apis");
        if (!core && !grouped) {
            return new RequestInfo(method.toLowerCase(Locale.ROOT), path, Optional.empty(), "", "", "", "");
        }
        String group = core ? "" : parts.get(1);
        String version = core ? parts.get(1) : parts.get(2);
        return resource(method, path, query, group, version, parts.subList(core ? 2 : 3, parts.size()));
    }

    private static String decoded(String part) {
        return part.indexOf('%') < 0 ? part : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static RequestInfo resource(
            String method, String path, MultiMap query, String group, String version, List<String> parts) {
        List<String> rest = parts;
        boolean watched = rest.getFirst().equals("watch") && rest.size() > 1;
        if (watched) {
            rest = rest.subList(1, rest.size());
        }
        String namespace = "";
        if (rest.getFirst().equals("namespaces")) {
            namespace = at(rest, 1);
            if (rest.size() > 2 && !NAMESPACE_SUBRESOURCES.contains(rest.get(2))) {
                rest = rest.subList(2, rest.size());
            }
        }
        String name = at(rest, 1);
        // One object is watched by its own path, or as a list of one; the parameter means nothing for it.
        String verb = verb(method, name, watched || name.isEmpty() && isTrue(query.get("watch")));
        if (name.isEmpty() && (verb.equals("list") || verb.equals("watch"))) {
            name = selectedName(query);
        }
        return new RequestInfo(
                verb,
                path,
                Optional.of(new GroupVersionResource(group, version, rest.getFirst())),
                namespace,
                name,
                at(rest, 2),
                rest.stream().skip(3).collect(Collectors.joining("/")));
    }

    private static String verb(String method, String name, boolean watch) {
        return switch (method) {
            case "GET", "HEAD" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    /** A list of one name is, for authorization, about that name. */
    private static String selectedName(MultiMap query) {
        try {
            return FieldSelector.parse(query.get("fieldSelector")).requirements().stream()
                    .filter(requirement -> requirement.field().equals("metadata.name") && requirement.equal())
                    .map(FieldSelector.Requirement::value)
                    .findFirst()
                    .orElse("");
        } catch (IllegalArgumentException e) {
            return ""; // told to the client when the list is made
        }
    }

    /** Whatever is not said to be false is true, as for upstream. */
    static boolean isTrue(String value) {
        return value != null && !value.equalsIgnoreCase("false") && !value.equals("0");
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
