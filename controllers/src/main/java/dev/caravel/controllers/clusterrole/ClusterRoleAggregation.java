package dev.caravel.controllers.clusterrole;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gives ClusterRoles with an aggregation rule the rules of those that it selects. */
public final class ClusterRoleAggregation implements Reconciler<ObjectKey> {
    private final KubernetesClient client;
    private final ObjectCache<ClusterRole> roles;

    private ClusterRoleAggregation(KubernetesClient client, ObjectCache<ClusterRole> roles) {
        this.client = requireNonNull(client, "client is null");
        this.roles = requireNonNull(roles, "roles is null");
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<ClusterRole> roles = context.caches().of(ClusterRole.class);
        WorkQueue<ObjectKey> queue = context.queue("ClusterRoleAggregator");
        roles.onEvery(_ -> roles.list().stream()
                .filter(ClusterRoleAggregation::aggregates)
                .forEach(role -> queue.add(ObjectKey.of(role))));
        return context.loop(
                "clusterrole",
                queue,
                new ClusterRoleAggregation(context.clientFor("clusterrole-aggregation-controller"), roles),
                1);
    }

    private static boolean aggregates(ClusterRole role) {
        return role.getAggregationRule() != null;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Optional<ClusterRole> role = roles.get(key).filter(ClusterRoleAggregation::aggregates);
        if (role.isPresent()) {
            List<PolicyRule> rules = rules(role.get(), roles.list());
            if (!rules.equals(role.get().getRules())) {
                client.resource(new ClusterRoleBuilder(role.get())
                                .withRules(rules)
                                .build())
                        .update();
            }
        }
        return Result.done();
    }

    /** The rules of all selected roles, by the roles' names, each once. */
    static List<PolicyRule> rules(ClusterRole role, Collection<ClusterRole> all) {
        return role.getAggregationRule().getClusterRoleSelectors().stream()
                .flatMap(selector -> all.stream()
                        .filter(other -> !other.getMetadata()
                                .getName()
                                .equals(role.getMetadata().getName()))
                        .filter(other -> LabelMatch.matches(selector, other))
                        .sorted(Comparator.comparing(
                                other -> other.getMetadata().getName())))
                .flatMap(other -> other.getRules().stream())
                .distinct()
                .toList();
    }
}
