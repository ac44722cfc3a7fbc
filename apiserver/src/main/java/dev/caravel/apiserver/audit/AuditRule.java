package dev.caravel.apiserver.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.resource.GroupVersionResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Which requests a rule of an audit policy is about; what is empty matches all. Immutable. */
record AuditRule(
        Set<String> users,
        Set<String> groups,
        Set<String> verbs,
        Set<String> namespaces,
        List<Resources> resources,
        Set<String> paths) {

    /** Resources of one API group; {@code *}, {@code pods/*} and {@code *}{@code /scale} stand for several. */
    record Resources(String group, Set<String> names, Set<String> objects) {
        private boolean match(RequestInfo info) {
            GroupVersionResource id = info.resource().orElseThrow();
            boolean any = names.isEmpty() || names.stream().anyMatch(name -> covers(name, id.resource(), info));
            return group.equals(id.group()) && any && (objects.isEmpty() || objects.contains(info.name()));
        }

        private static boolean covers(String name, String resource, RequestInfo info) {
            String subresource = info.subresource();
            String whole = subresource.isEmpty() ? resource : resource + "/" + subresource;
            return name.equals("*")
                    || name.equals(whole)
                    || name.equals(resource + "/*")
                    || !subresource.isEmpty() && name.equals("*/" + subresource);
        }
    }

    /** @throws IllegalArgumentException when the rule contradicts itself */
    static AuditRule of(JsonNode rule, String field) {
        List<Resources> resources = new ArrayList<>();
        for (JsonNode each : rule.path("resources")) {
            resources.add(new Resources(
                    each.path("group").asText(), strings(each.path("resources")), strings(each.path("resourceNames"))));
        }
        AuditRule parsed = new AuditRule(
                strings(rule.path("users")),
                strings(rule.path("userGroups")),
                strings(rule.path("verbs")),
                strings(rule.path("namespaces")),
                List.copyOf(resources),
                strings(rule.path("nonResourceURLs")));
        if (!parsed.paths().isEmpty()
                && (!parsed.resources().isEmpty() || !parsed.namespaces().isEmpty())) {
            throw new IllegalArgumentException(
                    field + ".nonResourceURLs: Invalid value: rules cannot apply to both regular resources and"
                            + " non-resource URLs");
        }
        return parsed;
    }

    private static Set<String> strings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean test(UserInfo user, RequestInfo info) {
        if (!users.isEmpty() && !users.contains(user.name())
                || !groups.isEmpty() && user.groups().stream().noneMatch(groups::contains)
                || !verbs.isEmpty() && !verbs.contains(info.verb())) {
            return false;
        }
        if (!namespaces.isEmpty() || !resources.isEmpty()) {
            return info.isResourceRequest()
                    && (namespaces.isEmpty() || namespaces.contains(info.namespace()))
                    && (resources.isEmpty() || resources.stream().anyMatch(each -> each.match(info)));
        }
        return paths.isEmpty()
                || !info.isResourceRequest() && paths.stream().anyMatch(path -> covers(path, info.path()));
    }

    private static boolean covers(String pattern, String path) {
        return pattern.endsWith("*")
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(path);
    }
}
