package dev.caravel.apiserver.authorization.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Aggregate;
import dev.caravel.apiserver.authorization.RuleResolver;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The roles and bindings of the cluster, compiled, and kept up to date by watches. Thread-safe; does not block. */
public final class RbacPolicy implements RuleResolver {
    static final String GROUP = "rbac.authorization.k8s.io";
    static final GroupResource ROLES = new GroupResource(GROUP, "roles");
    static final GroupResource CLUSTER_ROLES = new GroupResource(GROUP, "clusterroles");
    static final GroupResource ROLE_BINDINGS = new GroupResource(GROUP, "rolebindings");
    static final GroupResource CLUSTER_ROLE_BINDINGS = new GroupResource(GROUP, "clusterrolebindings");

    private record Key(String namespace, String name) {
        static Key of(ObjectNode object) {
            return new Key(
                    object.at("/metadata/namespace").asText(),
                    object.at("/metadata/name").asText());
        }
    }

    /** Cluster roles have no namespace. */
    private final Map<Key, List<PolicyRule>> roles = new ConcurrentHashMap<>();

    /** By namespace; cluster role bindings under the empty one. */
    private final Map<String, BindingIndex> bindings = new ConcurrentHashMap<>();

    /** Follows the stored objects until closed. */
    public AutoCloseable follow(ObjectReader reader) {
        List<AutoCloseable> watches = List.of(
                reader.watch(CLUSTER_ROLES, new RoleObserver()),
                reader.watch(ROLES, new RoleObserver()),
                reader.watch(CLUSTER_ROLE_BINDINGS, new BindingObserver()),
                reader.watch(ROLE_BINDINGS, new BindingObserver()));
        return () -> {
            for (AutoCloseable watch : watches) {
                watch.close();
            }
        };
    }

    /** Is shown the rules that a user has, one after the other. */
    interface Visitor {
        /** Whether that is enough. */
        boolean visit(BindingIndex.Match match, PolicyRule rule);

        default void missing(MissingRole role) {}
    }

    /** False when the visitor never had enough. */
    boolean visit(UserInfo user, String namespace, Visitor visitor) {
        return visitScope(user, "", visitor) || !namespace.isEmpty() && visitScope(user, namespace, visitor);
    }

    private boolean visitScope(UserInfo user, String scope, Visitor visitor) {
        BindingIndex index = bindings.get(scope);
        if (index == null) {
            return false;
        }
        for (BindingIndex.Match match : index.of(user)) {
            RoleBinding binding = match.binding();
            Optional<List<PolicyRule>> rules = rules(binding.roleKind(), scope, binding.roleName());
            if (rules.isEmpty()) {
                visitor.missing(new MissingRole(binding.roleKind(), binding.roleName()));
                continue;
            }
            for (PolicyRule rule : rules.get()) {
                if (visitor.visit(match, rule)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Empty when there is no such role. */
    Optional<List<PolicyRule>> rules(String kind, String namespace, String name) {
        return Optional.ofNullable(roles.get(new Key(kind.equals("Role") ? namespace : "", name)));
    }

    /** The rules that a user has, and the roles that it should have rules of. */
    record Held(List<PolicyRule> rules, List<MissingRole> missing) {}

    Held held(UserInfo user, String namespace) {
        Held held = new Held(new ArrayList<>(), new ArrayList<>());
        visit(user, namespace, new Visitor() {
            @Override
            public boolean visit(BindingIndex.Match match, PolicyRule rule) {
                held.rules().add(rule);
                return false;
            }

            @Override
            public void missing(MissingRole role) {
                held.missing().add(role);
            }
        });
        return held;
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        Held held = held(user, namespace);
        return new Rules(
                held.rules(),
                true,
                Aggregate.of(held.missing().stream().map(MissingRole::toString).toList()));
    }

    private final class RoleObserver implements Observer {
        @Override
        public void set(ObjectNode role) {
            roles.put(Key.of(role), PolicyRule.list(role.path("rules")));
        }

        @Override
        public void deleted(ObjectNode role) {
            roles.remove(Key.of(role));
        }
    }

    private final class BindingObserver implements Observer {
        @Override
        public void set(ObjectNode object) {
            RoleBinding binding = RoleBinding.of(object);
            bindings.computeIfAbsent(binding.namespace(), _ -> new BindingIndex())
                    .set(binding);
        }

        @Override
        public void deleted(ObjectNode object) {
            Key key = Key.of(object);
            BindingIndex index = bindings.get(key.namespace());
            if (index != null) {
                index.remove(key.name());
            }
        }
    }
}
