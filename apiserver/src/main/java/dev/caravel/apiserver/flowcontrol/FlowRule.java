package dev.caravel.apiserver.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.resource.GroupVersionResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Some subjects, and some of their requests. Immutable. */
record FlowRule(List<Predicate<UserInfo>> subjects, List<Resources> resources, List<Paths> paths) {
    private static final String ALL = "*";

    /** Resource requests. */
    record Resources(
            Set<String> verbs, Set<String> groups, Set<String> names, boolean clusterScope, Set<String> namespaces) {
        private boolean match(RequestInfo info) {
            GroupVersionResource id = info.resource().orElseThrow();
            String resource = info.subresource().isEmpty() ? id.resource() : id.resource() + "/" + info.subresource();
            return has(verbs, info.verb())
                    && has(groups, id.group())
                    && has(names, resource)
                    && (info.namespace().isEmpty() ? clusterScope : has(namespaces, info.namespace()));
        }
    }

    /** Requests for anything else. */
    record Paths(Set<String> verbs, Set<String> urls) {
        private boolean match(RequestInfo info) {
            return has(verbs, info.verb()) && urls.stream().anyMatch(url -> covers(url, info.path()));
        }

        private static boolean covers(String url, String path) {
            return url.endsWith(ALL) ? path.startsWith(url.substring(0, url.length() - 1)) : url.equals(path);
        }
    }

    private static boolean has(Set<String> values, String value) {
        return values.contains(ALL) || values.contains(value);
    }

    static FlowRule of(JsonNode rule) {
        List<Predicate<UserInfo>> subjects = new ArrayList<>();
        rule.path("subjects").forEach(subject -> subjects.add(subject(subject)));
        List<Resources> resources = new ArrayList<>();
        rule.path("resourceRules")
                .forEach(each -> resources.add(new Resources(
                        strings(each.path("verbs")),
                        strings(each.path("apiGroups")),
                        strings(each.path("resources")),
                        each.path("clusterScope").asBoolean(),
                        strings(each.path("namespaces")))));
        List<Paths> paths = new ArrayList<>();
        rule.path("nonResourceRules")
                .forEach(each ->
                        paths.add(new Paths(strings(each.path("verbs")), strings(each.path("nonResourceURLs")))));
        return new FlowRule(List.copyOf(subjects), List.copyOf(resources), List.copyOf(paths));
    }

    private static Predicate<UserInfo> subject(JsonNode subject) {
        return switch (subject.path("kind").asText()) {
            case "User" -> named(subject.at("/user/name").asText());
            case "Group" -> {
                String group = subject.at("/group/name").asText();
                yield user -> group.equals(ALL) || user.groups().contains(group);
            }
            case "ServiceAccount" -> {
                String name = subject.at("/serviceAccount/name").asText();
                String prefix = "system:serviceaccount:"
                        + subject.at("/serviceAccount/namespace").asText() + ":";
                yield name.equals(ALL) ? user -> user.name().startsWith(prefix) : named(prefix + name);
            }
            default -> _ -> false;
        };
    }

    private static Predicate<UserInfo> named(String name) {
        return user -> name.equals(ALL) || user.name().equals(name);
    }

    private static Set<String> strings(JsonNode list) {
        Set<String> strings = new HashSet<>();
        list.forEach(each -> strings.add(each.asText()));
        return Set.copyOf(strings);
    }

    boolean matches(UserInfo user, RequestInfo info) {
        return subjects.stream().anyMatch(subject -> subject.test(user))
                && (info.isResourceRequest()
                        ? resources.stream().anyMatch(each -> each.match(info))
                        : paths.stream().anyMatch(each -> each.match(info)));
    }
}
