package dev.caravel.apiserver.storage.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/**
 * Lets etcd forget what is older than one to two intervals, without which it would keep every change ever made. Servers
 * that share an etcd, upstream's among them, agree by a key on which of them does it. Ends when it is closed.
 */
public final class Compactor implements AutoCloseable {
    private static final Logger log = Logger.getLogger(Compactor.class);
    /** Upstream's key. Its version counts the rounds, its value is the revision of the last one. */
    private static final ByteSequence KEY = ByteSequence.from("compact_rev_key", UTF_8);

    private static final String DONE_ALREADY = "required revision has been compacted";

    /**
     * What a server knows after a round.
     *
     * @param version the key's
     * @param revision etcd's at that time, which the next round compacts; 0 when the server has just begun
     */
    record Mark(long version, long revision) {
        static final Mark NONE = new Mark(0, 0);
    }

    private final Client client;
    private final Thread rounds;

    private Compactor(Client client, Duration interval) {
        this.client = requireNonNull(client, "client is null");
        this.rounds = Thread.ofVirtual().name("etcd-compaction").unstarted(() -> run(interval));
    }

    /** @param interval zero for never */
    public static Compactor start(Client client, Duration interval) {
        Compactor compactor = new Compactor(client, interval);
        if (interval.isPositive()) {
            compactor.rounds.start();
        }
        return compactor;
    }

    private void run(Duration interval) {
        Mark mark = Mark.NONE;
        try {
            while (true) {
                Thread.sleep(interval);
                mark = attempt(mark);
            }
        } catch (InterruptedException e) {
            log.debug("no more compaction: the server ends");
        }
    }

    private Mark attempt(Mark mark) throws InterruptedException {
        try {
            return round(client, mark);
        } catch (ExecutionException e) {
            log.warnf(
                    "etcd was not compacted, which is tried again: %s",
                    e.getCause().getMessage());
            return mark;
        }
    }

    /** One round: compacts the revision of the last one, unless another server has had a round since. */
    static Mark round(Client client, Mark mark) throws InterruptedException, ExecutionException {
        ByteSequence revision = ByteSequence.from(Long.toString(mark.revision()), UTF_8);
        TxnResponse response = client.getKVClient()
                .txn()
                .If(new Cmp(KEY, Cmp.Op.EQUAL, CmpTarget.version(mark.version())))
                .Then(Op.put(KEY, revision, PutOption.DEFAULT))
                .Else(Op.get(KEY, GetOption.DEFAULT))
                .commit()
                .get();
        long present = response.getHeader().getRevision();
        if (!response.isSucceeded()) {
            long version = response.getGetResponses().getFirst().getKvs().stream()
                    .mapToLong(KeyValue::getVersion)
                    .findFirst()
                    .orElse(0);
            return new Mark(version, present);
        }
        if (mark.revision() > 0) {
            compact(client, mark.revision());
        }
        return new Mark(mark.version() + 1, present);
    }

    private static void compact(Client client, long revision) throws InterruptedException, ExecutionException {
        try {
            client.getKVClient().compact(revision).get();
            log.debugf("etcd has forgotten what is older than revision %d", revision);
        } catch (ExecutionException e) {
            if (!String.valueOf(e.getCause().getMessage()).contains(DONE_ALREADY)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        rounds.interrupt();
    }
}
