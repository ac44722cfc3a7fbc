package dev.caravel.machinery.deployment;

import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ServiceProviderBuildItem;
import java.util.List;

/** Prepares gRPC for an executable where Quarkus does not know of it: jetcd brings its own. */
final class GrpcSteps {
    /** What gRPC looks up by itself. */
    private static final List<String> SERVICES =
            List.of("io.grpc.ManagedChannelProvider", "io.grpc.NameResolverProvider", "io.grpc.LoadBalancerProvider");

    /** They hold buffers, threads or random numbers, which are the process's and not the build's. */
    private static final List<String> OF_THE_PROCESS = List.of(
            "io.grpc.netty.Utils",
            "io.grpc.netty.Utils$ByteBufAllocatorPreferDirectHolder",
            "io.grpc.netty.Utils$ByteBufAllocatorPreferHeapHolder",
            "io.grpc.internal.RetriableStream");

    @BuildStep
    void register(
            BuildProducer<ServiceProviderBuildItem> providers,
            BuildProducer<RuntimeInitializedClassBuildItem> atRunTime) {
        SERVICES.stream()
                .map(ServiceProviderBuildItem::allProvidersFromClassPath)
                .forEach(providers::produce);
        OF_THE_PROCESS.stream()
                .filter(QuarkusClassLoader::isClassPresentAtRuntime)
                .map(RuntimeInitializedClassBuildItem::new)
                .forEach(atRunTime::produce);
    }
}
