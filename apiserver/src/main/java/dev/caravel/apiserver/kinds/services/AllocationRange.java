package dev.caravel.apiserver.kinds.services;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What can be allocated. */
interface AllocationRange<T> {
    boolean contains(T value);

    /** Every value once, in the order in which to try them; lazy. */
    Stream<T> candidates(RandomGenerator random);
}
