package dev.caravel.apiserver.authorization.rbac.bootstrap;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import dev.caravel.apiserver.bootstrap.Concurrently;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Brings the default roles and bindings into the cluster: creates what is missing, adds what is missing in the rest. */
public final class RoleBootstrap {
    /** Upstream's name of this step. */
    public static final String STEP = "rbac/bootstrap-roles";

    private static final String GROUP = "rbac.authorization.k8s.io";

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final DefaultRoles defaults;

    public RoleBootstrap(ObjectReader reader, ObjectWriter writer, DefaultRoles defaults) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
    }

    /** May be called again; the second time changes nothing. */
    public void ensure() throws InterruptedException {
        Map<String, ObjectNode> clusterRoles = new HashMap<>();
        reader.list(new GroupResource(GROUP, "clusterroles"), "").forEach(role -> put(clusterRoles, role));
        Concurrently.map(defaults.roles(), this::ensureRole).stream()
                .filter(role -> role.path("kind").asText().equals("ClusterRole"))
                .forEach(role -> put(clusterRoles, role));
        // The aggregation controller's work, done here so that these roles are of use before it runs; view is part of
        // edit, and edit of admin.
        List.of("view", "edit", "admin").forEach(name -> aggregate(name, clusterRoles));
        Concurrently.map(defaults.bindings(), this::ensureBinding);
    }

    private static void put(Map<String, ObjectNode> roles, ObjectNode role) {
        roles.put(role.at("/metadata/name").asText(), role);
    }

    private ObjectNode ensureRole(ObjectNode wanted) {
        Optional<ObjectNode> stored = stored(wanted);
        if (stored.isEmpty()) {
            return writer.create(resource(wanted), namespace(wanted), wanted);
        }
        return RoleReconciliation.role(stored.get(), wanted)
                .map(better -> writer.update(resource(wanted), namespace(wanted), better))
                .orElse(stored.get());
    }

    private void aggregate(String name, Map<String, ObjectNode> clusterRoles) {
        ObjectNode role = clusterRoles.get(name);
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        RoleReconciliation.aggregate(name, new ArrayList<>(clusterRoles.values()))
                .forEach(rule -> rules.add(rule.toJson()));
        if (role.hasNonNull("aggregationRule") && !PolicyRule.list(rules).equals(PolicyRule.list(role.path("rules")))) {
            ObjectNode better = role.deepCopy();
            better.set("rules", rules);
            put(clusterRoles, writer.update(resource(role), "", better));
        }
    }

    private ObjectNode ensureBinding(ObjectNode wanted) {
        Optional<ObjectNode> stored = stored(wanted);
        if (stored.isPresent() && RoleReconciliation.isLeftAlone(stored.get())) {
            return stored.get();
        }
        // A binding's role cannot be changed.
        boolean otherRole =
                stored.isPresent() && !stored.get().at("/roleRef/name").equals(wanted.at("/roleRef/name"));
        if (otherRole) {
            writer.delete(
                    resource(wanted),
                    namespace(wanted),
                    wanted.at("/metadata/name").asText(),
                    JsonNodeFactory.instance.objectNode(),
                    UserInfo.of("system:apiserver", UserInfo.GROUP_MASTERS));
        }
        if (stored.isEmpty() || otherRole) {
            return writer.create(resource(wanted), namespace(wanted), wanted);
        }
        return RoleReconciliation.binding(stored.get(), wanted)
                .map(better -> writer.update(resource(wanted), namespace(wanted), better))
                .orElse(stored.get());
    }

    private Optional<ObjectNode> stored(ObjectNode wanted) {
        return reader.getLatest(
                resource(wanted), namespace(wanted), wanted.at("/metadata/name").asText());
    }

    private static String namespace(ObjectNode object) {
        return object.at("/metadata/namespace").asText();
    }

    private static GroupResource resource(ObjectNode object) {
        return new GroupResource(GROUP, object.path("kind").asText().toLowerCase(Locale.ROOT) + "s");
    }
}
