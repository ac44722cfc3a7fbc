package dev.caravel.bench.histories;

import dev.caravel.bench.histories.Change.Type;
import dev.caravel.bench.histories.Operation.Kind;
import dev.caravel.bench.histories.Outcome.AlreadyExists;
import dev.caravel.bench.histories.Outcome.Conflict;
import dev.caravel.bench.histories.Outcome.Deleted;
import dev.caravel.bench.histories.Outcome.Listed;
import dev.caravel.bench.histories.Outcome.NotFound;
import dev.caravel.bench.histories.Outcome.Refused;
import dev.caravel.bench.histories.Outcome.Unknown;
import dev.caravel.bench.histories.Outcome.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds what cannot be, in a history. Each object is a register with compare-and-swap, whose writes the store has put in order by
 * revision; so that a history is linearizable when every operation can be given a revision in that order, between those of what had
 * been answered before it was asked, and of what was asked after it had been answered. Stateless.
 */
public final class Checker {
    public List<Violation> check(History history) {
        Run run = new Run(history);
        run.checkStore();
        run.checkWrites();
        run.checkRealTime();
        run.checkReads();
        history.watches().forEach(run::checkWatch);
        return run.violations;
    }

    /** The check of one history. */
    private static final class Run {
        private final History history;
        private final List<Violation> violations = new ArrayList<>();
        private final Map<String, Timeline> timelines;
        private final Map<String, Change> byToken = new HashMap<>();

        Run(History history) {
            this.history = history;
            this.timelines = Timeline.byKey(history.changes());
        }

        private void report(Violation.Kind kind, Object... evidence) {
            violations.add(new Violation(
                    kind,
                    history.seed(),
                    List.of(evidence).stream().map(String::valueOf).toList()));
        }

        private Timeline timeline(String key) {
            return timelines.getOrDefault(key, Timeline.of(List.of()));
        }

        /** What the store has: each change can follow the one before, and comes from one write that was asked for. */
        void checkStore() {
            Map<String, Operation> writes = history.operations().stream()
                    .filter(operation -> operation.kind().writes())
                    .collect(Collectors.toMap(Operation::token, operation -> operation));
            Map<String, Change> last = new HashMap<>();
            Map<String, Change> uids = new HashMap<>();
            long revision = 0;
            for (Change change : history.changes()) {
                Change before = last.put(change.key(), change);
                boolean present = before != null && before.type() != Type.DELETED;
                if (change.revision() <= revision) {
                    report(Violation.Kind.ORDER, change);
                }
                revision = change.revision();
                if (present == (change.type() == Type.ADDED)) {
                    report(Violation.Kind.IMPOSSIBLE_CHANGE, change, before == null ? "nothing before" : before);
                }
                if (present && change.type() != Type.ADDED && !change.uid().equals(before.uid())) {
                    report(Violation.Kind.IDENTITY, before, change);
                }
                if (change.type() == Type.ADDED && uids.put(change.uid(), change) != null) {
                    report(Violation.Kind.IDENTITY, change);
                }
                if (change.type() != Type.DELETED) {
                    checkOrigin(change, writes.get(change.token()), before);
                }
            }
        }

        private void checkOrigin(Change change, Operation write, Change before) {
            Change twice = byToken.put(change.token(), change);
            if (twice != null) {
                report(Violation.Kind.TWICE, twice, change);
            }
            if (write == null || !write.key().equals(change.key())) {
                report(Violation.Kind.NEVER_WRITTEN, change);
                return;
            }
            switch (write.outcome()) {
                case Version told
                when told.revision() != change.revision() || !told.uid().equals(change.uid()) ->
                    report(Violation.Kind.OTHER_REVISION, write, change);
                case NotFound _, AlreadyExists _, Conflict _, Refused _ ->
                    report(Violation.Kind.REFUSED_BUT_DONE, write, change);
                default -> {
                    // as it should be, or not known
                }
            }
            if ((change.type() == Type.ADDED) != (write.kind() == Kind.CREATE)) {
                report(Violation.Kind.IMPOSSIBLE_CHANGE, write, change);
            }
            if (write.expected() != 0 && (before == null || before.revision() != write.expected())) {
                report(Violation.Kind.LOST_UPDATE, write, change, before == null ? "nothing before" : before);
            }
        }

        /** What was acknowledged is there. */
        void checkWrites() {
            Map<String, Long> deletions = new HashMap<>();
            for (Change change : history.changes()) {
                if (change.type() == Type.DELETED) {
                    deletions.put(change.uid(), change.revision());
                }
            }
            Map<String, Operation> deletedBy = new HashMap<>();
            for (Operation operation : history.operations()) {
                if (operation.acknowledged().isPresent() && !byToken.containsKey(operation.token())) {
                    report(Violation.Kind.LOST_WRITE, operation);
                }
                if (operation.outcome() instanceof Deleted(String uid)) {
                    if (!deletions.containsKey(uid)) {
                        report(Violation.Kind.LOST_WRITE, operation);
                    }
                    Operation other = deletedBy.put(uid, operation);
                    if (other != null) {
                        report(Violation.Kind.TWICE, other, operation);
                    }
                }
            }
        }

        /** The revisions at which an operation can have been, as far as its answer says; empty when it says nothing. */
        private Optional<long[]> window(Operation operation) {
            return switch (operation.outcome()) {
                case Version version
                when operation.kind().writes() -> Optional.of(new long[] {version.revision(), version.revision()});
                case Version version
                when operation.kind() == Kind.GET -> {
                    Timeline.State state = timeline(operation.key()).at(version.revision());
                    yield Optional.of(new long[] {version.revision(), state.to() - 1});
                }
                case Listed listed
                when operation.kind().linearizable() -> Optional.of(new long[] {listed.revision(), listed.revision()});
                case Deleted(String uid) ->
                    history.changes().stream()
                            .filter(change -> change.type() == Type.DELETED
                                    && change.uid().equals(uid))
                            .findFirst()
                            .map(change -> new long[] {change.revision(), change.revision()});
                default -> Optional.empty();
            };
        }

        /** The lowest revision that an operation can have: of what had been answered when it was asked. */
        private long floor(Operation operation) {
            return history.operations().stream()
                    .filter(other -> other.before(operation))
                    .flatMap(other -> window(other).stream())
                    .mapToLong(window -> window[0])
                    .max()
                    .orElse(0);
        }

        /** The highest: below all that was asked for when it had been answered. */
        private long ceiling(Operation operation) {
            return history.operations().stream()
                    .filter(operation::before)
                    .filter(later -> later.kind().writes() || later.kind() == Kind.DELETE)
                    .flatMap(later -> window(later).stream())
                    .mapToLong(window -> window[0] - 1)
                    .min()
                    .orElse(Long.MAX_VALUE - 1);
        }

        void checkRealTime() {
            for (Operation operation : history.operations()) {
                if (operation.outcome() instanceof Unknown || operation.outcome() instanceof Refused) {
                    continue;
                }
                if (!operation.kind().linearizable()) {
                    continue;
                }
                long floor = floor(operation);
                long ceiling = ceiling(operation);
                Optional<long[]> window = window(operation);
                if (window.isPresent()) {
                    if (window.get()[1] < floor) {
                        report(
                                operation.kind().writes() ? Violation.Kind.ORDER : Violation.Kind.STALE_READ,
                                operation,
                                "revision " + floor + " had been answered before it was asked");
                    }
                    if (window.get()[0] > ceiling) {
                        report(Violation.Kind.ORDER, operation, "revision " + (ceiling + 1) + " was asked for later");
                    }
                } else if (!possible(operation, floor, ceiling)) {
                    report(
                            Violation.Kind.IMPOSSIBLE_ANSWER,
                            operation,
                            "never so from revision " + floor + " to " + ceiling);
                }
            }
        }

        /** Whether a refusal can be true at a revision between two. */
        private boolean possible(Operation operation, long floor, long ceiling) {
            Predicate<Optional<Version>> reason =
                    switch (operation.outcome()) {
                        case NotFound _ -> Optional::isEmpty;
                        case AlreadyExists _ -> Optional::isPresent;
                        case Conflict _ ->
                            version -> version.map(Version::revision).orElse(0L) != operation.expected();
                        default -> _ -> true;
                    };
            return timeline(operation.key()).wasEver(reason, floor, ceiling);
        }

        /** What was read is what the store had at that revision. */
        void checkReads() {
            for (Operation operation : history.operations()) {
                switch (operation.outcome()) {
                    case Version version
                    when !operation.kind().writes() -> {
                        if (!timeline(operation.key())
                                .at(version.revision())
                                .version()
                                .equals(Optional.of(version))) {
                            report(Violation.Kind.FALSE_READ, operation);
                        }
                    }
                    case Listed(long revision, Map<String, Version> items) -> {
                        if (!items.equals(stateAt(revision))) {
                            report(Violation.Kind.FALSE_READ, operation, "the store had " + stateAt(revision));
                        }
                    }
                    default -> {
                        // nothing was read
                    }
                }
            }
        }

        private Map<String, Version> stateAt(long revision) {
            Map<String, Version> state = new HashMap<>();
            timelines.forEach(
                    (key, timeline) -> timeline.at(revision).version().ifPresent(version -> state.put(key, version)));
            return state;
        }

        /** Everything between its beginning and its end, once and in order. */
        void checkWatch(WatchSegment watch) {
            List<Change> expected = history.changes().stream()
                    .filter(change -> change.revision() > watch.after() && change.revision() <= watch.reached())
                    .toList();
            if (!watch.changes().equals(expected)) {
                report(
                        Violation.Kind.WATCH,
                        "%s from %d to %d".formatted(watch.watcher(), watch.after(), watch.reached()),
                        "told " + watch.changes(),
                        "happened " + expected);
            }
            watch.initial()
                    .filter(state -> !state.equals(stateAt(watch.after())))
                    .ifPresent(state -> report(
                            Violation.Kind.WATCH,
                            "%s began at %d with %s".formatted(watch.watcher(), watch.after(), state),
                            "the store had " + stateAt(watch.after())));
        }
    }
}
