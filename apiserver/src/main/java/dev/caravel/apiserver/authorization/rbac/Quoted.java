package dev.caravel.apiserver.authorization.rbac;

import java.util.List;
import java.util.stream.Collectors;

/** Lists of names as upstream's messages print them: {@code ["a" "b"]}. */
final class Quoted {
    private Quoted() {}

    static String list(List<String> values) {
        return values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(" ", "[", "]"));
    }
}
