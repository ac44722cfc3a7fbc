package dev.caravel.apiserver.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.node.NodeAuthorizer;
import dev.caravel.apiserver.authorization.node.NodeGraph;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import dev.caravel.apiserver.authorization.rbac.RbacAuthorizer;
import dev.caravel.apiserver.authorization.rbac.RbacPolicy;
import dev.caravel.apiserver.authorization.rbac.bootstrap.DefaultRoles;
import dev.caravel.apiserver.authorization.review.AccessReviews;
import dev.caravel.apiserver.authorization.review.RulesReviews;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.List;

/** Authorization as the flags want it. Closing it ends its watches. */
public final class AuthorizationSetup implements AutoCloseable {
    private final List<AutoCloseable> watches = new ArrayList<>();
    private final RbacPolicy policy = new RbacPolicy();
    private final AuthorizerUnion authorizer;

    /**
     * @param modes the values of {@code --authorization-mode}
     * @throws IllegalArgumentException when a mode is unknown
     */
    public AuthorizationSetup(List<String> modes, ObjectReader reader, DefaultRoles defaults) {
        List<AuthorizationMode> parsed = AuthorizationMode.parse(modes);
        watches.add(policy.follow(reader));
        List<Authorizer> authorizers = new ArrayList<>();
        authorizers.add(new Masters());
        for (AuthorizationMode mode : parsed) {
            authorizers.add(
                    switch (mode) {
                        case ALWAYS_ALLOW -> FixedAuthorizer.ALWAYS_ALLOW;
                        case ALWAYS_DENY -> FixedAuthorizer.ALWAYS_DENY;
                        case NODE -> nodeAuthorizer(reader, defaults);
                        case RBAC -> new RbacAuthorizer(policy);
                    });
        }
        authorizer = new AuthorizerUnion(authorizers);
    }

    private Authorizer nodeAuthorizer(ObjectReader reader, DefaultRoles defaults) {
        NodeGraph graph = new NodeGraph();
        watches.add(graph.follow(reader));
        ObjectNode role = defaults.roles().stream()
                .filter(candidate -> candidate.at("/metadata/name").asText().equals("system:node"))
                .findFirst()
                .orElseThrow();
        return new NodeAuthorizer(graph, PolicyRule.list(role.path("rules")));
    }

    public Authorizer authorizer() {
        return authorizer;
    }

    public RbacPolicy policy() {
        return policy;
    }

    /** The access reviews. */
    public List<VirtualResource> reviews() {
        AccessReviews access = new AccessReviews(authorizer);
        return List.of(
                review("subjectaccessreviews", access::subject),
                review("localsubjectaccessreviews", access::local),
                review("selfsubjectaccessreviews", access::self),
                review("selfsubjectrulesreviews", new RulesReviews(authorizer)));
    }

    private static VirtualResource review(String resource, VirtualResource.Action action) {
        return new VirtualResource(new GroupResource("authorization.k8s.io", resource), "", action);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable watch : watches) {
            watch.close();
        }
    }
}
