package dev.caravel.e2e;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one cluster of one node, started for the first of them and removed after the last; each test gets a namespace. */
final class SharedCluster implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

    /** The cluster and the Kubernetes namespace that the test has for itself. */
    record Scope(TestCluster cluster, String namespace) {
        Shell.Result kubectl(String... arguments) {
            String[] line = new String[arguments.length + 2];
            line[0] = "--namespace";
            line[1] = namespace;
            System.arraycopy(arguments, 0, line, 2, arguments.length);
            return cluster.kubectl(line);
        }

        String jsonPath(String path, String... arguments) {
            String[] line = new String[arguments.length + 3];
            line[0] = "get";
            System.arraycopy(arguments, 0, line, 1, arguments.length);
            line[line.length - 2] = "-o";
            line[line.length - 1] = "jsonpath=" + path;
            return kubectl(line).orFail().text();
        }

        /** A deployment of the image that answers HTTP with its pod's name, ready to be asked. */
        void deployHello(int replicas) {
            kubectl(
                            "create",
                            "deployment",
                            "hello",
                            "--image=localhost/hello:1",
                            "--replicas=" + replicas,
                            "--port=8080")
                    .orFail();
            kubectl("rollout", "status", "deployment/hello", "--timeout=90s").orFail();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Scope.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return scope(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Scope scope = scope(context);
        scope.cluster().kubectl("create", "namespace", scope.namespace()).orFail();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Scope scope = scope(context);
        scope.cluster().kubectl("delete", "namespace", scope.namespace(), "--wait=false");
    }

    private static Scope scope(ExtensionContext context) {
        TestCluster cluster =
                context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("cluster", _ -> start(), TestCluster.class);
        String name = "t" + Integer.toHexString(context.getUniqueId().hashCode());
        return new Scope(cluster, name);
    }

    private static TestCluster start() {
        TestCluster cluster = new TestCluster("shared");
        try {
            cluster.caravel("up").orFail();
            return cluster;
        } catch (AssertionError e) {
            cluster.close();
            throw e;
        }
    }
}
