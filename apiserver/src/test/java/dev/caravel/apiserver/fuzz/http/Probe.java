package dev.caravel.apiserver.fuzz.http;

import dev.caravel.apiserver.fuzz.Dice;
import java.util.Optional;

/** A way to trouble the front of a server. Thread-safe. */
record Probe(String name, Attempt attempt) {
    interface Attempt {
        /**
         * Tries once, and leaves nothing open.
         *
         * @return what is wrong with the server, if anything
         */
        Optional<String> on(Front front, Dice dice) throws Exception;
    }
}
