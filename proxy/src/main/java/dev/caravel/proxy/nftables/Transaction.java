package dev.caravel.proxy.nftables;

import java.util.List;

/**
 * What brings a table from one {@link Ruleset} to another.
 *
 * @param commands applied atomically
 * @param cleanup removes chains and sets that nothing refers to any more; a transaction of its own, because kernels
 *     before 6.3 refuse to delete a chain in the transaction that drops its last reference from a map
 */
public record Transaction(List<String> commands, List<String> cleanup) {
    public boolean isEmpty() {
        return commands.isEmpty() && cleanup.isEmpty();
    }
}
