package dev.caravel.dns.zone;

import dev.caravel.dns.zone.ServiceDirectory.Owner;
import dev.caravel.dns.zone.ServiceRecords.Endpoint;
import dev.caravel.dns.zone.ServiceRecords.Port;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Answers for the cluster's zone, by the Kubernetes DNS specification 1.1.0.
 *
 * <p>Names are looked up by their structure: there is no table of records. Thread-safe.
 */
public final class Zone {
    /** What CoreDNS' kubernetes plugin has. Short, for services come and go. */
    private static final long TTL_SECONDS = 5;

    private static final String SPECIFICATION = "1.1.0";
    private static final int WEIGHT_SUM = 100;

    private final Name origin;
    private final ServiceDirectory services;
    private final RandomGenerator random;

    /** @param random for the order of addresses; thread-safe */
    public Zone(String clusterDomain, ServiceDirectory services, RandomGenerator random) {
        try {
            this.origin = Name.fromString(clusterDomain, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a domain: " + clusterDomain, e);
        }
        this.services = services;
        this.random = random;
    }

    /** Absent when the name is none of ours: then it is forwarded. */
    public Optional<Answer> lookup(Name name, int type) {
        if (name.subdomain(origin)) {
            return Optional.of(withAuthority(inZone(name, type)));
        }
        return reverse(name, type);
    }

    private Answer inZone(Name name, int type) {
        // Labels from the right: for web.default.svc.cluster.local these are svc, default, web.
        List<String> labels = new ArrayList<>();
        for (int i = name.labels() - origin.labels() - 1; i >= 0; i--) {
            labels.add(name.getLabelString(i).toLowerCase(Locale.ROOT));
        }
        if (labels.isEmpty()) {
            return apex(name, type);
        }
        return switch (labels.getFirst()) {
            case "svc" -> service(name, type, labels.subList(1, labels.size()));
            case "pod" -> pod(name, type, labels.subList(1, labels.size()));
            case "dns-version" -> labels.size() == 1 ? version(name, type) : Answer.noSuchName();
            default -> Answer.noSuchName();
        };
    }

    private Answer apex(Name name, int type) {
        return switch (type) {
            case Type.SOA -> Answer.of(List.of(authority()));
            case Type.NS -> Answer.of(List.of(new NSRecord(name, DClass.IN, TTL_SECONDS, nameServer())));
            default -> Answer.noData();
        };
    }

    private Answer version(Name name, int type) {
        return type == Type.TXT
                ? Answer.of(List.of(new TXTRecord(name, DClass.IN, TTL_SECONDS, SPECIFICATION)))
                : Answer.noData();
    }

    /** {@code <ip-with-dashes>.<namespace>.pod}. */
    private Answer pod(Name name, int type, List<String> path) {
        if (path.size() < 2) {
            return path.isEmpty() || services.hasNamespace(path.getFirst()) ? Answer.noData() : Answer.noSuchName();
        }
        if (path.size() > 2) {
            return Answer.noSuchName();
        }
        return DashedAddress.parse(path.get(1))
                .map(address -> Answer.of(addresses(name, type, List.of(address))))
                .orElseGet(Answer::noSuchName);
    }

    /** {@code path} is namespace, service and, perhaps, an endpoint's label or a protocol and a port. */
    private Answer service(Name name, int type, List<String> path) {
        if (path.size() < 2) {
            return path.isEmpty() || services.hasNamespace(path.getFirst()) ? Answer.noData() : Answer.noSuchName();
        }
        Optional<ServiceRecords> found = services.find(new ServiceName(path.get(0), path.get(1)));
        if (found.isEmpty()) {
            return Answer.noSuchName();
        }
        ServiceRecords service = found.get();
        if (service.externalName().isPresent()) {
            return path.size() == 2 ? externalName(name, service) : Answer.noSuchName();
        }
        return switch (path.size()) {
            case 2 -> ofService(name, type, service);
            case 3 -> ofEndpoint(name, type, service, path.get(2));
            case 4 -> ofPort(name, type, service, path.get(2), path.get(3));
            default -> Answer.noSuchName();
        };
    }

    private Answer externalName(Name name, ServiceRecords service) {
        try {
            Name target = Name.fromString(service.externalName().orElseThrow(), Name.root);
            return Answer.of(List.of(new CNAMERecord(name, DClass.IN, TTL_SECONDS, target)));
        } catch (TextParseException e) {
            return Answer.noData();
        }
    }

    private Answer ofService(Name name, int type, ServiceRecords service) {
        if (service.headless() && service.endpoints().isEmpty()) {
            return Answer.noSuchName();
        }
        if (type == Type.SRV) {
            return srv(name, service, _ -> true);
        }
        return Answer.of(
                addresses(name, type, service.headless() ? shuffled(service.endpoints()) : service.clusterIps()));
    }

    /** Clients take the first address: each endpoint is first in its turn. */
    private List<InetAddress> shuffled(List<Endpoint> endpoints) {
        List<InetAddress> addresses = new ArrayList<>();
        endpoints.forEach(endpoint -> addresses.add(endpoint.address()));
        Collections.shuffle(addresses, random);
        return addresses;
    }

    private Answer ofEndpoint(Name name, int type, ServiceRecords service, String label) {
        List<InetAddress> matching = service.endpoints().stream()
                .filter(endpoint -> endpoint.label().equals(label))
                .map(Endpoint::address)
                .toList();
        return matching.isEmpty() ? Answer.noSuchName() : Answer.of(addresses(name, type, matching));
    }

    private Answer ofPort(Name name, int type, ServiceRecords service, String protocol, String port) {
        if (!protocol.startsWith("_") || !port.startsWith("_")) {
            return Answer.noSuchName();
        }
        Answer answer = srv(
                name,
                service,
                candidate -> candidate.name().equals(port.substring(1))
                        && candidate.protocol().equals(protocol.substring(1)));
        if (answer.records().isEmpty()) {
            return Answer.noSuchName();
        }
        return type == Type.SRV ? answer : Answer.noData();
    }

    private Answer srv(Name name, ServiceRecords service, Predicate<Port> wanted) {
        List<Record> records = new ArrayList<>();
        List<Record> additional = new ArrayList<>();
        if (service.headless()) {
            int weight =
                    Math.max(1, WEIGHT_SUM / Math.max(1, service.endpoints().size()));
            for (Endpoint endpoint : service.endpoints()) {
                Name target = nameOf(service.name(), endpoint.label());
                endpoint.ports().stream()
                        .filter(wanted)
                        .forEach(port -> records.add(
                                new SRVRecord(name, DClass.IN, TTL_SECONDS, 0, weight, port.number(), target)));
                additional.add(address(target, endpoint.address()));
            }
        } else {
            Name target = nameOf(service.name(), "");
            service.ports().stream()
                    .filter(wanted)
                    .forEach(port -> records.add(
                            new SRVRecord(name, DClass.IN, TTL_SECONDS, 0, WEIGHT_SUM, port.number(), target)));
            service.clusterIps().forEach(ip -> additional.add(address(target, ip)));
        }
        return new Answer(Answer.Outcome.FOUND, records, List.of(), records.isEmpty() ? List.of() : additional);
    }

    private Optional<Answer> reverse(Name name, int type) {
        if (!name.subdomain(ReverseNames.IPV4) && !name.subdomain(ReverseNames.IPV6)) {
            return Optional.empty();
        }
        InetAddress address;
        try {
            address = ReverseMap.fromName(name);
        } catch (java.net.UnknownHostException | RuntimeException e) {
            return Optional.empty(); // only part of an address: not ours
        }
        Optional<Owner> owner = services.owner(address);
        return owner.map(it -> type == Type.PTR
                ? Answer.of(List.of(new PTRRecord(name, DClass.IN, TTL_SECONDS, nameOf(it.service(), it.label()))))
                : withAuthority(Answer.noData()));
    }

    private static List<Record> addresses(Name name, int type, List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> type == (address instanceof Inet4Address ? Type.A : Type.AAAA))
                .map(address -> address(name, address))
                .toList();
    }

    private static Record address(Name name, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(name, DClass.IN, TTL_SECONDS, address)
                : new AAAARecord(name, DClass.IN, TTL_SECONDS, address);
    }

    private Name nameOf(ServiceName service, String label) {
        String relative = (label.isEmpty() ? "" : label + ".") + service.name() + "." + service.namespace() + ".svc";
        return child(relative);
    }

    private Name nameServer() {
        return child("ns.dns");
    }

    private Name child(String relative) {
        try {
            return Name.fromString(relative, origin);
        } catch (TextParseException e) {
            throw new IllegalStateException("the API server lets no such name pass: " + relative, e);
        }
    }

    private Answer withAuthority(Answer answer) {
        return answer.records().isEmpty()
                ? new Answer(answer.outcome(), List.of(), List.of(authority()), List.of())
                : answer;
    }

    private SOARecord authority() {
        // The serial is of no use without zone transfers.
        return new SOARecord(
                origin, DClass.IN, TTL_SECONDS, nameServer(), child("hostmaster"), 1, 7200, 1800, 86400, TTL_SECONDS);
    }

    /** The two trees of addresses. */
    private static final class ReverseNames {
        static final Name IPV4 = Name.fromConstantString("in-addr.arpa.");
        static final Name IPV6 = Name.fromConstantString("ip6.arpa.");
    }
}
