package dev.caravel.apiserver.fuzz;

import java.util.List;
import java.util.stream.Stream;

/** Everything in the API server that reads what clients send, short of its sockets. */
final class Targets {
    private Targets() {}

    static List<Target> all() {
        return Stream.of(ObjectTargets.all(), DefinitionTargets.all(), TextTargets.all())
                .flatMap(List::stream)
                .toList();
    }
}
