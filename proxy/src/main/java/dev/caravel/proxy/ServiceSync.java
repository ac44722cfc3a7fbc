package dev.caravel.proxy;

import dev.caravel.proxy.conntrack.Conntrack;
import dev.caravel.proxy.conntrack.StaleUdpFlows;
import dev.caravel.proxy.conntrack.StaleUdpFlows.Flow;
import dev.caravel.proxy.nftables.Table;
import dev.caravel.proxy.rules.NodeNetwork;
import dev.caravel.proxy.rules.ServiceRules;
import dev.caravel.proxy.services.ServicePort;
import dev.caravel.proxy.services.ServicePorts;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Brings one IP family's table to what the services say: read, plan, apply. Not thread-safe. */
final class ServiceSync {
    private final ServicePorts join;
    private final Table table;
    private final Conntrack conntrack;
    private List<ServicePort> applied = List.of();

    ServiceSync(ServicePorts join, Table table, Conntrack conntrack) {
        this.join = join;
        this.table = table;
        this.conntrack = conntrack;
    }

    void sync(NodeNetwork node, Collection<Service> services, Collection<EndpointSlice> slices)
            throws IOException, InterruptedException {
        List<ServicePort> desired = join.join(services, slices);
        table.set(new ServiceRules(node).plan(desired));
        for (Flow flow : StaleUdpFlows.between(applied, desired)) {
            conntrack.forget(flow);
        }
        applied = desired;
    }
}
