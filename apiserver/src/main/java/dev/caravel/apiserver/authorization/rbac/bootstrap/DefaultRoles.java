package dev.caravel.apiserver.authorization.rbac.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The roles and bindings that every cluster has, written down in {@code rbac/*.yaml}. */
public final class DefaultRoles {
    static final String AUTOUPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    static final String AGGREGATE_TO = "rbac.authorization.k8s.io/aggregate-to-";
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final List<String> FILES = List.of(
            "users.yaml", "nodes.yaml", "components.yaml", "certificates.yaml", "controllers.yaml", "namespaced.yaml");

    private final List<ObjectNode> roles = new ArrayList<>();
    private final List<ObjectNode> bindings = new ArrayList<>();

    private DefaultRoles() {}

    public static DefaultRoles load() {
        DefaultRoles all = new DefaultRoles();
        YAMLMapper yaml = new YAMLMapper();
        for (String file : FILES) {
            try (InputStream in = DefaultRoles.class.getResourceAsStream("/rbac/" + file)) {
                all.add(yaml.readTree(in));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the default roles in " + file, e);
            }
        }
        return all;
    }

    /** ClusterRoles and Roles. */
    public List<ObjectNode> roles() {
        return roles;
    }

    /** ClusterRoleBindings and RoleBindings. */
    public List<ObjectNode> bindings() {
        return bindings;
    }

    private void add(JsonNode file) {
        file.path("clusterRoles").properties().forEach(entry -> add("", entry.getKey(), entry.getValue()));
        file.path("roles").properties().forEach(namespace -> namespace
                .getValue()
                .properties()
                .forEach(entry -> add(namespace.getKey(), entry.getKey(), entry.getValue())));
    }

    private void add(String namespace, String name, JsonNode written) {
        String kind = namespace.isEmpty() ? "ClusterRole" : "Role";
        ObjectNode role = object(kind, namespace, name);
        if (written.has("partOf")) {
            role.withObject("/metadata/labels")
                    .put(AGGREGATE_TO + written.get("partOf").asText(), "true");
        }
        if (written.path("aggregated").asBoolean()) {
            role.putObject("aggregationRule")
                    .putArray("clusterRoleSelectors")
                    .addObject()
                    .putObject("matchLabels")
                    .put(AGGREGATE_TO + name, "true");
        }
        ArrayNode rules = role.putArray("rules");
        written.path("rules").forEach(rule -> rules.add(rule(rule).toJson()));
        roles.add(role);
        if (written.has("boundTo")) {
            ObjectNode binding =
                    object(kind + "Binding", namespace, written.path("binding").asText(name));
            binding.putObject("roleRef")
                    .put("apiGroup", GROUP)
                    .put("kind", kind)
                    .put("name", name);
            ArrayNode subjects = binding.putArray("subjects");
            written.get("boundTo").forEach(subject -> subjects.add(subject(subject.asText())));
            bindings.add(binding);
        }
    }

    private static ObjectNode object(String kind, String namespace, String name) {
        ObjectNode object =
                JsonNodeFactory.instance.objectNode().put("kind", kind).put("apiVersion", GROUP + "/v1");
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        metadata.putObject("annotations").put(AUTOUPDATE, "true");
        return object;
    }

    private static PolicyRule rule(JsonNode written) {
        List<String> groups = words(written, "groups").stream()
                .map(group -> group.equals("core") ? "" : group)
                .toList();
        return new PolicyRule(
                words(written, "verbs"),
                groups,
                words(written, "resources"),
                words(written, "names"),
                words(written, "paths"));
    }

    private static List<String> words(JsonNode rule, String field) {
        return rule.has(field) ? Arrays.asList(rule.get(field).asText().split(" ")) : List.of();
    }

    /** @param written {@code Group system:masters} or {@code ServiceAccount kube-system/job-controller} */
    private static ObjectNode subject(String written) {
        int space = written.indexOf(' ');
        String kind = written.substring(0, space);
        String name = written.substring(space + 1);
        ObjectNode subject = JsonNodeFactory.instance.objectNode().put("kind", kind);
        if (kind.equals("ServiceAccount")) {
            int slash = name.indexOf('/');
            return subject.put("name", name.substring(slash + 1)).put("namespace", name.substring(0, slash));
        }
        return subject.put("apiGroup", GROUP).put("name", name);
    }
}
