package dev.caravel.proxy.rules;

import dev.caravel.proxy.services.IpFamily;
import java.util.List;
import java.util.Optional;

/**
 * What the rules need to know of the node.
 *
 * @param podCidr the source range of pods: traffic to cluster IPs from elsewhere is masqueraded; empty when not known
 * @param nodePortAddresses the node's own addresses on which node ports answer; absent for all but loopback
 * @param masqueradeBit which bit of the packet mark asks for masquerading
 */
public record NodeNetwork(
        IpFamily family,
        Optional<String> podCidr,
        Optional<List<String>> nodePortAddresses,
        int masqueradeBit,
        boolean masqueradeAll) {}
