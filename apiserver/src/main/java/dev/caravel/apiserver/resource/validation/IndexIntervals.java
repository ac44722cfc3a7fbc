package dev.caravel.apiserver.resource.validation;

/** Indexes of pods of an Indexed Job: {@code 1,3-5,7}. */
final class IndexIntervals {
    /** What is wrong with a text, in upstream's words. */
    static final class IntervalsException extends Exception {
        private static final long serialVersionUID = 1;

        IntervalsException(String message) {
            super(message);
        }
    }

    private IndexIntervals() {}

    /**
     * How many indexes a text names.
     *
     * @throws IntervalsException when the intervals are not in order, or not below {@code completions}
     */
    static int count(String text, int completions) throws IntervalsException {
        var total = 0;
        var previous = -1;
        if (text.isEmpty()) {
            return 0;
        }
        for (var interval : text.split(",", -1)) {
            var bounds = interval.split("-", -1);
            if (bounds.length > 2) {
                throw new IntervalsException(
                        "the fragment \"%s\" violates the requirement that an index interval can have at most two parts separated by '-'"
                                .formatted(interval));
            }
            var first = index(bounds[0], completions, previous);
            var last = bounds.length == 2 ? index(bounds[1], completions, first) : first;
            total += last - first + 1;
            previous = last;
        }
        return total;
    }

    private static int index(String text, int completions, int previous) throws IntervalsException {
        int index;
        try {
            index = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IntervalsException("cannot convert string to integer for index: \"%s\"".formatted(text));
        }
        if (index >= completions) {
            throw new IntervalsException("too large index: \"%s\"".formatted(text));
        }
        if (previous >= index) {
            throw new IntervalsException("non-increasing order, previous: %d, current: %d".formatted(previous, index));
        }
        return index;
    }
}
