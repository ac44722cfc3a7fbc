package dev.caravel.machinery.deployment;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.ServiceProviderBuildItem;
import java.util.List;

/** Registers what gRPC looks up by itself, for a role whose gRPC is not Quarkus': jetcd's is not. */
final class GrpcSteps {
    private static final List<String> SERVICES =
            List.of("io.grpc.ManagedChannelProvider", "io.grpc.NameResolverProvider", "io.grpc.LoadBalancerProvider");

    @BuildStep
    void register(BuildProducer<ServiceProviderBuildItem> providers) {
        SERVICES.stream()
                .map(ServiceProviderBuildItem::allProvidersFromClassPath)
                .forEach(providers::produce);
    }
}
