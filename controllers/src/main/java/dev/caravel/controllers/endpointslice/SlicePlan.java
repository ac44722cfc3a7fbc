package dev.caravel.controllers.endpointslice;

import dev.caravel.controllers.ownership.LabelMatch;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The fewest changes that make a service's slices of one address family right: an endpoint stays in its slice, free places
 * are filled before slices are made. Pure.
 */
record SlicePlan(List<EndpointSlice> create, List<EndpointSlice> update, List<EndpointSlice> delete) {

    /** @param present the slices of the service and family that there are */
    static SlicePlan of(
            Service service,
            String addressType,
            Map<List<EndpointPort>, List<Endpoint>> wanted,
            Collection<EndpointSlice> present,
            int maxPerSlice) {
        // A service without endpoints has one empty slice: proof that somebody looked.
        Map<List<EndpointPort>, List<Endpoint>> groups = wanted.isEmpty() ? Map.of(List.of(), List.of()) : wanted;
        Map<List<EndpointPort>, List<EndpointSlice>> byPorts = new LinkedHashMap<>();
        List<EndpointSlice> delete = new ArrayList<>();
        for (EndpointSlice slice : present) {
            if (groups.containsKey(slice.getPorts())) {
                byPorts.computeIfAbsent(slice.getPorts(), _ -> new ArrayList<>())
                        .add(slice);
            } else {
                delete.add(slice);
            }
        }
        Deque<EndpointSlice> spare = new ArrayDeque<>(delete);
        List<EndpointSlice> create = new ArrayList<>();
        List<EndpointSlice> update = new ArrayList<>();
        groups.forEach((ports, endpoints) -> {
            Group group = new Group(service, endpoints, byPorts.getOrDefault(ports, List.of()), maxPerSlice);
            group.settle();
            update.addAll(group.changed());
            delete.addAll(group.emptied());
            for (List<Endpoint> chunk : group.chunks()) {
                EndpointSlice reused = spare.poll();
                if (reused == null) {
                    create.add(SliceMetadata.newSlice(service, addressType)
                            .withPorts(ports)
                            .withEndpoints(chunk)
                            .build());
                } else {
                    delete.remove(reused);
                    update.add(relabeled(service, reused, chunk, ports));
                }
            }
        });
        return new SlicePlan(List.copyOf(create), List.copyOf(update), List.copyOf(delete));
    }

    private static EndpointSlice relabeled(
            Service service, EndpointSlice slice, List<Endpoint> endpoints, List<EndpointPort> ports) {
        return new EndpointSliceBuilder(slice)
                .editMetadata()
                .withLabels(SliceMetadata.labels(service))
                .endMetadata()
                .withEndpoints(endpoints)
                .withPorts(ports)
                .build();
    }

    /** The endpoints with the same ports, and the slices for them. */
    private static final class Group {
        private final Service service;
        private final int maxPerSlice;
        private final Map<String, Endpoint> missing = new LinkedHashMap<>();
        private final Map<EndpointSlice, List<Endpoint>> contents = new LinkedHashMap<>();

        Group(Service service, List<Endpoint> endpoints, List<EndpointSlice> slices, int maxPerSlice) {
            this.service = service;
            this.maxPerSlice = maxPerSlice;
            endpoints.forEach(endpoint -> missing.put(identity(endpoint), endpoint));
            slices.forEach(slice -> contents.put(slice, new ArrayList<>()));
        }

        private static String identity(Endpoint endpoint) {
            return endpoint.getTargetRef() == null
                    ? String.valueOf(endpoint.getAddresses())
                    : endpoint.getTargetRef().getUid() + endpoint.getAddresses();
        }

        void settle() {
            contents.forEach((slice, kept) -> {
                for (Endpoint endpoint : slice.getEndpoints()) {
                    Endpoint still = missing.remove(identity(endpoint));
                    if (still != null) {
                        kept.add(still);
                    }
                }
            });
            fill();
        }

        /** Slices that are written anyway take new endpoints first, then the fullest that have room for all. */
        private void fill() {
            for (boolean alsoUntouched : new boolean[] {false, true}) {
                contents.forEach((slice, kept) -> {
                    if (alsoUntouched || !isSame(slice, kept)) {
                        List<Map.Entry<String, Endpoint>> taken = missing.entrySet().stream()
                                .limit(Math.max(0, maxPerSlice - kept.size()))
                                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                                .toList();
                        taken.forEach(entry -> {
                            kept.add(entry.getValue());
                            missing.remove(entry.getKey());
                        });
                    }
                });
            }
        }

        private boolean isEmptySliceNeeded(EndpointSlice slice) {
            return missing.isEmpty()
                    && contents.values().stream().allMatch(List::isEmpty)
                    && contents.keySet().iterator().next() == slice;
        }

        List<EndpointSlice> changed() {
            List<EndpointSlice> changed = new ArrayList<>();
            contents.forEach((slice, kept) -> {
                boolean stays = !kept.isEmpty() || isEmptySliceNeeded(slice);
                if (stays && !isSame(slice, kept)) {
                    changed.add(relabeled(service, slice, kept, slice.getPorts()));
                }
            });
            return changed;
        }

        List<EndpointSlice> emptied() {
            return contents.entrySet().stream()
                    .filter(entry -> entry.getValue().isEmpty() && !isEmptySliceNeeded(entry.getKey()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /** The endpoints that found no place, for new slices; one empty chunk when there is neither endpoint nor slice. */
        List<List<Endpoint>> chunks() {
            List<Endpoint> rest = List.copyOf(missing.values());
            if (rest.isEmpty()) {
                return contents.isEmpty() ? List.of(List.of()) : List.of();
            }
            List<List<Endpoint>> chunks = new ArrayList<>();
            for (int start = 0; start < rest.size(); start += maxPerSlice) {
                chunks.add(rest.subList(start, Math.min(rest.size(), start + maxPerSlice)));
            }
            return chunks;
        }

        private boolean isSame(EndpointSlice slice, List<Endpoint> kept) {
            Set<Endpoint> before = new HashSet<>(slice.getEndpoints());
            return before.size() == kept.size()
                    && before.containsAll(kept)
                    && Objects.equals(new HashMap<>(LabelMatch.labels(slice)), SliceMetadata.labels(service));
        }
    }
}
