package dev.caravel.apiserver.patch.apply;

/**
 * Who manages fields, as far as it tells one entry of managedFields from another.
 *
 * @param apiVersion empty for appliers, who stay the same when they go over to another version
 */
record ManagerId(String name, boolean applies, String apiVersion, String subresource) implements Comparable<ManagerId> {
    static ManagerId applier(String name, String subresource) {
        return new ManagerId(named(name), true, "", subresource);
    }

    static ManagerId updater(String name, String apiVersion, String subresource) {
        return new ManagerId(named(name), false, apiVersion, subresource);
    }

    private static String named(String name) {
        return name.isEmpty() ? "unknown" : name;
    }

    /** {@code "kubectl-edit" using apps/v1}. */
    String describe(Ownership ownership) {
        StringBuilder text = new StringBuilder("\"" + name + "\"");
        if (!subresource.isEmpty()) {
            text.append(" with subresource \"").append(subresource).append('"');
        }
        if (!applies) {
            text.append(" using ").append(ownership.apiVersion());
        }
        return text.toString();
    }

    @Override
    public int compareTo(ManagerId other) {
        int order = name.compareTo(other.name);
        if (order == 0) {
            order = apiVersion.compareTo(other.apiVersion);
        }
        if (order == 0) {
            order = subresource.compareTo(other.subresource);
        }
        return order != 0 ? order : Boolean.compare(other.applies, applies);
    }
}
