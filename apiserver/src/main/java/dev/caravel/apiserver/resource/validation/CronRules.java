package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** When CronJobs run, and how they are called. */
final class CronRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "cronSchedule", CronRules::schedule,
            "timeZone", CronRules::timeZone,
            "cronJobName", CronRules::name);

    /** Jobs are named after it: a hyphen and ten digits follow. */
    private static final int NAME_LENGTH = 52;

    private static final Pattern ZONED = Pattern.compile("(?:CRON_)?TZ=(\\S+)\\s+(.*)");

    /** Zones that the IANA data has and Java only as abbreviations. */
    private static final Set<String> OLD_ZONES = Set.of("EST", "MST", "HST", "ROC");

    private CronRules() {}

    private static void name(Subject job) {
        if (job.old().isEmpty() && job.text("metadata.name").length() > NAME_LENGTH) {
            job.invalid(
                    "metadata.name",
                    job.at("metadata.name"),
                    "must be no more than %d characters".formatted(NAME_LENGTH));
        }
    }

    private static void schedule(Subject spec) {
        var schedule = spec.text("schedule");
        if (schedule.isEmpty()) {
            spec.required("schedule", "");
            return;
        }
        var zoned = ZONED.matcher(schedule);
        if (zoned.matches() && !isZone(zoned.group(1))) {
            spec.invalid(
                    "schedule",
                    spec.at("schedule"),
                    "provided bad location %s: unknown time zone %s".formatted(zoned.group(1), zoned.group(1)));
        } else {
            CronFormat.fault(zoned.matches() ? zoned.group(2) : schedule)
                    .ifPresent(fault -> spec.invalid("schedule", spec.at("schedule"), fault));
        }
        zoneInSchedule(spec, schedule);
    }

    /** It has never been documented, and is kept where it is. */
    private static void zoneInSchedule(Subject spec, String schedule) {
        if (!schedule.contains("TZ")) {
            return;
        }
        var before = spec.old().map(old -> JsonPaths.text(old, "schedule")).orElse("");
        if (!before.contains("TZ")) {
            spec.invalid(
                    "schedule",
                    spec.at("schedule"),
                    "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        } else if (!spec.at("timeZone").isMissingNode()) {
            spec.invalid(
                    "schedule", spec.at("schedule"), "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        }
    }

    private static void timeZone(Subject spec) {
        JsonNode zone = spec.at("timeZone");
        if (zone.isMissingNode()
                || spec.old().filter(old -> zone.equals(old.path("timeZone"))).isPresent()) {
            return;
        }
        var name = zone.asText();
        if (name.isEmpty()) {
            spec.invalid("timeZone", zone, "timeZone must be nil or non-empty string");
            return;
        }
        if (name.equalsIgnoreCase("Local")) {
            spec.invalid(
                    "timeZone",
                    zone,
                    "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        if (!name.equals("Local") && !isZone(name)) {
            spec.invalid("timeZone", zone, "unknown time zone " + name);
        }
    }

    private static boolean isZone(String name) {
        if (OLD_ZONES.contains(name)) {
            return true;
        }
        try {
            return ZoneId.of(name).getId().equals(name)
                    && ZoneRulesProvider.getAvailableZoneIds().contains(name);
        } catch (DateTimeException e) {
            return false; // not even a name
        }
    }
}
