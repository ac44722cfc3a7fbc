package dev.caravel.apiserver.kinds.services;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** {@code --service-node-port-range}. */
record PortRange(int first, int size) implements AllocationRange<Integer> {
    /** @param text {@code 30000-32767}, or {@code 30000+2768} */
    static PortRange parse(String text) {
        int plus = text.indexOf('+');
        if (plus > 0) {
            return new PortRange(number(text.substring(0, plus)), number(text.substring(plus + 1)));
        }
        int dash = text.indexOf('-');
        int first = number(dash < 0 ? text : text.substring(0, dash));
        int last = dash < 0 ? first : number(text.substring(dash + 1));
        if (last < first) {
            throw new IllegalArgumentException("end port cannot be less than start port: " + text);
        }
        return new PortRange(first, last - first + 1);
    }

    private static int number(String text) {
        int port = Integer.parseInt(text.strip());
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("not a port: " + text);
        }
        return port;
    }

    @Override
    public boolean contains(Integer port) {
        return port >= first && port < first + size;
    }

    @Override
    public Stream<Integer> candidates(RandomGenerator random) {
        return BandedRange.of(size, 32, 16, 128).candidates(random).mapToObj(offset -> first + (int) offset);
    }

    @Override
    public String toString() {
        return first + "-" + (first + size - 1);
    }
}
