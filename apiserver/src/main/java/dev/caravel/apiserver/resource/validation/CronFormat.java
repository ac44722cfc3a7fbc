package dev.caravel.apiserver.resource.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Schedules as cron has them: minute, hour, day of month, month, day of week; or a word. */
final class CronFormat {
    private static final TextForm DURATION =
            TextForm.of("[+-]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))+)");

    private record Unit(int min, int max, List<String> names) {}

    private static final Set<String> WORDS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final List<Unit> UNITS = List.of(
            new Unit(0, 59, List.of()),
            new Unit(0, 23, List.of()),
            new Unit(1, 31, List.of()),
            new Unit(
                    1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new Unit(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private CronFormat() {}

    /** What is wrong with the schedule, if anything. */
    static Optional<String> fault(String schedule) {
        if (schedule.startsWith("@")) {
            if (schedule.startsWith("@every ")) {
                return interval(schedule);
            }
            return WORDS.contains(schedule) ? Optional.empty() : Optional.of("unrecognized descriptor: " + schedule);
        }
        var fields = schedule.strip().split("\\s+");
        if (fields.length != UNITS.size()) {
            return Optional.of(
                    "expected exactly 5 fields, found %d: [%s]".formatted(fields.length, String.join(" ", fields)));
        }
        for (var i = 0; i < fields.length; i++) {
            for (var part : fields[i].split(",", -1)) {
                var fault = fault(part, UNITS.get(i));
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> interval(String schedule) {
        var duration = schedule.substring("@every ".length());
        return DURATION.matches(duration)
                ? Optional.empty()
                : Optional.of(
                        "failed to parse duration %s: time: invalid duration \"%s\"".formatted(schedule, duration));
    }

    private static Optional<String> fault(String expression, Unit unit) {
        var steps = expression.split("/", -1);
        if (steps.length > 2) {
            return Optional.of("too many slashes: " + expression);
        }
        if (steps.length == 2 && !steps[1].matches("[0-9]+")) {
            return Optional.of("failed to parse int from %s: strconv.Atoi: parsing \"%s\": invalid syntax"
                    .formatted(steps[1], steps[1]));
        }
        if (steps.length == 2 && steps[1].matches("0+")) {
            return Optional.of("step of range should be a positive number: " + expression);
        }
        if (steps[0].equals("*") || steps[0].equals("?")) {
            return Optional.empty();
        }
        var bounds = steps[0].split("-", -1);
        if (bounds.length > 2) {
            return Optional.of("too many hyphens: " + expression);
        }
        var numbers =
                Arrays.stream(bounds).mapToInt(bound -> number(bound, unit)).toArray();
        for (var i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0) {
                return Optional.of("failed to parse int from %s: strconv.Atoi: parsing \"%s\": invalid syntax"
                        .formatted(bounds[i], bounds[i]));
            }
        }
        if (numbers[0] < unit.min()) {
            return Optional.of(
                    "beginning of range (%d) below minimum (%d): %s".formatted(numbers[0], unit.min(), expression));
        }
        var end = numbers[numbers.length - 1];
        if (end > unit.max()) {
            return Optional.of("end of range (%d) above maximum (%d): %s".formatted(end, unit.max(), expression));
        }
        return numbers[0] > end
                ? Optional.of(
                        "beginning of range (%d) beyond end of range (%d): %s".formatted(numbers[0], end, expression))
                : Optional.empty();
    }

    private static int number(String text, Unit unit) {
        var named = unit.names().indexOf(text.toLowerCase(java.util.Locale.ROOT));
        if (named >= 0) {
            return named + unit.min();
        }
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
    }
}
