package dev.caravel.apiserver.kinds.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * Services: cluster IPs and node ports are allocated, and given back when the Service goes or changes its type.
 *
 * <p>{@link #follow} must be called before the first write, and must have returned.
 */
public final class ServiceBehavior implements KindBehavior {
    public static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource SERVICE_CIDRS = new GroupResource("networking.k8s.io", "servicecidrs");

    private final ServicePools pools;
    private final IpFamilies families;

    /**
     * @param clusterIpRanges {@code --service-cluster-ip-range}, one CIDR or one of each IP family
     * @param nodePortRange {@code --service-node-port-range}
     * @throws IllegalArgumentException when they are not ranges
     */
    public ServiceBehavior(List<String> clusterIpRanges, String nodePortRange, RandomGenerator random) {
        this.pools = new ServicePools(
                clusterIpRanges.stream().map(AddressRange::parse).toList(), PortRange.parse(nodePortRange), random);
        this.families = new IpFamilies(pools.families());
    }

    /** Learns what the stored Services hold and which ranges there are, and goes on doing so until the result is closed. */
    public AutoCloseable follow(ObjectReader reader) throws InterruptedException {
        CountDownLatch synced = new CountDownLatch(2);
        AutoCloseable services = reader.watch(SERVICES, pools.observer(synced::countDown));
        AutoCloseable ranges = reader.watch(SERVICE_CIDRS, pools.rangesObserver(synced::countDown));
        synced.await();
        return () -> {
            services.close();
            ranges.close();
        };
    }

    /** From now on each cluster IP is written down as an IPAddress object; to be called before the first write. */
    public void writeDownAddresses(ObjectReader reader, ObjectWriter writer) {
        pools.writeDownIn(new IpAddresses(reader, writer));
    }

    @Override
    public GroupResource resource() {
        return SERVICES;
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode object) {
        object.putObject("status").putObject("loadBalancer");
        ServiceTransition.pairClusterIps(new ServiceView(object));
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode object, ObjectNode old) {
        if (context.subresource().isEmpty()) {
            new ServiceTransition(new ServiceView(object), new ServiceView(old)).apply();
        }
    }

    @Override
    public Allocation allocate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        ServiceView service = new ServiceView(object);
        Optional<ServiceView> before = old.map(ServiceView::new);
        families.decide(service, before);
        return pools.allocate(service, before, context.dryRun());
    }

    @Override
    public List<FieldError> validate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        if (!context.subresource().isEmpty()) {
            return List.of();
        }
        ServiceView service = new ServiceView(object);
        List<FieldError> errors = new ArrayList<>(ServiceRules.clusterIps(service));
        old.ifPresent(before -> errors.addAll(ServiceRules.update(service, new ServiceView(before))));
        return errors;
    }

    @Override
    public void afterDelete(ObjectNode object) {
        pools.release(new ServiceView(object));
    }
}
