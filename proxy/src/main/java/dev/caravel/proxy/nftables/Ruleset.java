package dev.caravel.proxy.nftables;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The content of one nftables table, as text that {@code nft} reads. Immutable.
 *
 * @param chains by name; a base chain has a hook
 * @param maps verdict maps by name
 * @param sets sets of elements by name
 * @param affinities sets that the kernel fills, by name; their elements are not ours to compare
 */
public record Ruleset(
        Map<String, Chain> chains,
        Map<String, VerdictMap> maps,
        Map<String, ElementSet> sets,
        Map<String, Affinity> affinities) {

    public static final Ruleset EMPTY = new Ruleset(Map.of(), Map.of(), Map.of(), Map.of());

    /** @param hook for example {@code type nat hook output priority -100}; empty for a chain that is jumped to */
    public record Chain(String hook, List<String> rules) {}

    /** @param type for example {@code ipv4_addr . inet_proto . inet_service} */
    public record VerdictMap(String type, Map<String, String> elements) {}

    /** @param flags for example {@code interval}; may be empty */
    public record ElementSet(String type, String flags, Set<String> elements) {}

    public record Affinity(String type, Duration timeout) {}
}
