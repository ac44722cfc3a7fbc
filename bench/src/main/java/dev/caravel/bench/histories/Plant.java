package dev.caravel.bench.histories;

import dev.caravel.bench.histories.Operation.Kind;
import dev.caravel.bench.histories.Outcome.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Faults to put into what a server has answered, to see whether the checker finds them. */
public enum Plant {
    /** A write that was acknowledged is not in the store. */
    LOST_WRITE {
        @Override
        Optional<History> into(History history) {
            return history.operations().stream()
                    .flatMap(operation -> operation.acknowledged().stream())
                    .findFirst()
                    .map(lost -> new History(
                            history.seed(),
                            history.operations(),
                            history.watches(),
                            history.changes().stream()
                                    .filter(change -> change.revision() != lost)
                                    .toList()));
        }
    },
    /** A read tells of the version before the one that had been acknowledged when it was asked. */
    STALE_READ {
        @Override
        Optional<History> into(History history) {
            for (Operation read : history.operations()) {
                if (read.kind() != Kind.GET || !(read.outcome() instanceof Version)) {
                    continue;
                }
                Optional<Version> stale = superseded(history, read);
                if (stale.isPresent()) {
                    return Optional.of(replacing(history, read, stale.get()));
                }
            }
            return Optional.empty();
        }

        /** A version of the object that was replaced by a write that had been answered. */
        private Optional<Version> superseded(History history, Operation read) {
            return history.operations().stream()
                    .filter(write -> write.key().equals(read.key()) && write.before(read))
                    .flatMap(write -> write.acknowledged().stream())
                    .flatMap(revision -> before(history, read.key(), revision).stream())
                    .findFirst();
        }

        private Optional<Version> before(History history, String key, long revision) {
            return Optional.ofNullable(Timeline.byKey(history.changes()).get(key))
                    .flatMap(timeline -> timeline.at(revision - 1).version());
        }
    },
    /** A write that was refused took effect. */
    REFUSED_BUT_DONE {
        @Override
        Optional<History> into(History history) {
            return history.operations().stream()
                    .filter(operation -> operation.acknowledged().isPresent())
                    .findFirst()
                    .map(write -> replacing(
                            history,
                            write,
                            write.kind() == Kind.CREATE ? new Outcome.AlreadyExists() : new Outcome.NotFound()));
        }
    },
    DROPPED_EVENT {
        @Override
        Optional<History> into(History history) {
            return tellingOtherwise(history, 1, changes -> changes.removeFirst());
        }
    },
    REPEATED_EVENT {
        @Override
        Optional<History> into(History history) {
            return tellingOtherwise(history, 1, changes -> changes.addFirst(changes.getFirst()));
        }
    },
    REORDERED_EVENTS {
        @Override
        Optional<History> into(History history) {
            return tellingOtherwise(history, 2, changes -> changes.addFirst(changes.remove(1)));
        }
    };

    /** The history with the fault in it; empty when there is no place for it. */
    abstract Optional<History> into(History history);

    private interface Tampering {
        void with(List<Change> changes);
    }

    private static Optional<History> tellingOtherwise(History history, int least, Tampering tampering) {
        for (WatchSegment watch : history.watches()) {
            if (watch.changes().size() >= least) {
                List<Change> told = new ArrayList<>(watch.changes());
                tampering.with(told);
                WatchSegment other =
                        new WatchSegment(watch.watcher(), watch.initial(), watch.after(), told, watch.reached());
                UnaryOperator<WatchSegment> replace = it -> it == watch ? other : it;
                return Optional.of(new History(
                        history.seed(),
                        history.operations(),
                        history.watches().stream().map(replace).toList(),
                        history.changes()));
            }
        }
        return Optional.empty();
    }

    private static History replacing(History history, Operation operation, Outcome outcome) {
        Operation other = new Operation(
                operation.client(),
                operation.kind(),
                operation.key(),
                operation.token(),
                operation.expected(),
                operation.invoked(),
                operation.completed(),
                outcome);
        UnaryOperator<Operation> replace = it -> it == operation ? other : it;
        return new History(
                history.seed(),
                history.operations().stream().map(replace).toList(),
                history.watches(),
                history.changes());
    }
}
