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
 */
public record ListOptions(
        LabelSelector labels,
        FieldSelector fields,
        String resourceVersion,
        Optional<VersionMatch> versionMatch,
        long limit,
        String continueToken,
        boolean bookmarks,
        boolean sendInitialEvents,
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
                false,
                Optional.empty());
    }

    /** The revision asked for; 0 when none, or any, is. */
    public long revision() {
        if (resourceVersion.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(resourceVersion);
        } catch (NumberFormatException e) {
            throw Statuses.badRequest(
                    "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                            .formatted(resourceVersion, resourceVersion));
        }
    }

    /** @throws dev.caravel.apiserver.status.ApiException for a field that the resource cannot be selected by */
    public void requireSelectable(ResourceDefinition definition) {
        fields.requirements().forEach(requirement -> {
            String field = requirement.field();
            boolean known = field.equals("metadata.name")
                    || field.equals("metadata.namespace")
                    || definition.selectableFields().contains(field);
            if (!known) {
                throw Statuses.badRequest("field label not supported: " + field);
            }
        });
    }
}
