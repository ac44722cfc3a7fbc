package dev.caravel.proxy.nftables;

import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One table of ours in the kernel, kept at the ruleset last given.
 *
 * <p>The first change builds the table anew, since what an earlier process left is not known; later ones touch only what
 * differs. After a refusal the next change builds anew again. Not thread-safe.
 */
public final class Table {
    private static final Logger log = Logger.getLogger(Table.class);

    private final String name;
    private final Nft nft;
    private final RulesetDiff diff;
    private Ruleset actual;

    /** @param name family and name, for example {@code ip kube-proxy} */
    public Table(String name, Nft nft) {
        this.name = name;
        this.nft = nft;
        this.diff = new RulesetDiff(name);
    }

    /** Returns how many commands it took. */
    public int set(Ruleset desired) throws IOException, InterruptedException {
        Transaction transaction = actual == null ? diff.rebuild(desired) : diff.between(actual, desired);
        if (transaction.isEmpty()) {
            return 0;
        }
        actual = null;
        nft.apply(transaction.commands());
        nft.apply(transaction.cleanup());
        actual = desired;
        log.debugf("%s: %d commands", name, transaction.commands().size());
        return transaction.commands().size() + transaction.cleanup().size();
    }

    /** Removes the table from the kernel. */
    public void delete() throws IOException, InterruptedException {
        nft.apply(List.of("add table " + name, "delete table " + name));
        actual = null;
    }
}
