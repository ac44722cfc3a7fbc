package dev.caravel.apiserver.registry;

import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.machinery.selector.FieldSelector;
import dev.caravel.machinery.selector.LabelSelector;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code meta/v1 ListOptions}, for lists and watches.
 *
 * @param resourceVersion as given; empty for the newest
 * @param versionMatch empty when not given
 * @param continueToken empty for the first page
 * @param sendInitialEvents of a watch: whether it begins with the present objects; empty when {@code resourceVersion} decides
 */
public record ListOptions(
        LabelSelector labels,
        FieldSelector fields,
        String resourceVersion,
        Optional<VersionMatch> versionMatch,
        long limit,
        String continueToken,
        boolean bookmarks,
        Optional<Boolean> sendInitialEvents,
        Optional<Duration> timeout) {

    /** How {@code resourceVersion} is meant. */
    public enum VersionMatch {
        EXACT,
        NOT_OLDER_THAN
    }

    public static ListOptions everything() {
        return new ListOptions(
                LabelSelector.everything(),
                FieldSelector.everything(),
                "",
                Optional.empty(),
                0,
                "",
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** The revision asked for; 0 when none, or any, is. */
    public long revision() {
        if (resourceVersion.isEmpty()) {
            return 0;
        }
        boolean digits = resourceVersion.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            if (digits) {
                return Long.parseLong(resourceVersion);
            }
        } catch (NumberFormatException e) {
            throw invalidVersion("value out of range");
        }
        throw invalidVersion("invalid syntax");
    }

    private RuntimeException invalidVersion(String why) {
        return Statuses.badRequest(
                "invalid resource version: resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": %s"
                        .formatted(resourceVersion, resourceVersion, why));
    }

    /** Whether a list is of one revision and no later one: also pages of a revision are, if it is not said how it is meant. */
    public boolean isExact() {
        return versionMatch.map(VersionMatch.EXACT::equals).orElseGet(() -> limit > 0 && revision() > 0);
    }

    /** @throws dev.caravel.apiserver.status.ApiException for a field that the resource cannot be selected by */
    public void requireSelectable(ResourceDefinition definition) {
        fields.requirements().forEach(requirement -> {
            String field = requirement.field();
            boolean known = field.equals("metadata.name")
                    || field.equals("metadata.namespace")
                    || definition.selectableFields().contains(field);
            if (!known) {
                throw Statuses.badRequest(
                        definition.selectableFields().isEmpty()
                                ? "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                                        .formatted(field)
                                : "field label not supported: " + field);
            }
        });
    }
}
