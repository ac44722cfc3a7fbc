package dev.caravel.scheduler.cluster;

import dev.caravel.machinery.quantity.Quantity;
import java.util.Arrays;
import java.util.Map;

/** Amounts of resources, a number per place in {@link ResourceNames}; what is not there is zero. Immutable. */
public final class Resources {
    public static final Resources NONE = new Resources(new long[0]);

    private final long[] amounts;

    private Resources(long[] amounts) {
        this.amounts = amounts;
    }

    /** Reads amounts by name; {@code pods} is not a resource in this sense and is passed over. */
    static Resources of(Map<String, Quantity> quantities, ResourceNames names) {
        Resources resources = NONE;
        for (var entry : quantities.entrySet()) {
            if (!entry.getKey().equals("pods")) {
                int place = names.place(entry.getKey());
                Quantity quantity = entry.getValue();
                resources = resources.with(place, place == ResourceNames.CPU ? quantity.toMilli() : quantity.toLong());
            }
        }
        return resources;
    }

    /** One past the last place that may hold anything. */
    public int places() {
        return amounts.length;
    }

    public long get(int place) {
        return place < amounts.length ? amounts[place] : 0;
    }

    public boolean isEmpty() {
        for (long amount : amounts) {
            if (amount != 0) {
                return false;
            }
        }
        return true;
    }

    public Resources with(int place, long amount) {
        long[] changed = Arrays.copyOf(amounts, Math.max(amounts.length, place + 1));
        changed[place] = amount;
        return new Resources(changed);
    }

    public Resources plus(Resources other) {
        return combined(other, 1);
    }

    public Resources minus(Resources other) {
        return combined(other, -1);
    }

    private Resources combined(Resources other, long sign) {
        long[] sums = Arrays.copyOf(amounts, Math.max(amounts.length, other.amounts.length));
        for (int i = 0; i < other.amounts.length; i++) {
            sums[i] += sign * other.amounts[i];
        }
        return new Resources(sums);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Resources resources)) {
            return false;
        }
        int places = Math.max(amounts.length, resources.amounts.length);
        for (int i = 0; i < places; i++) {
            if (get(i) != resources.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = amounts.length - 1; i >= 0; i--) {
            hash = amounts[i] == 0 && hash == 1 ? 1 : 31 * hash + Long.hashCode(amounts[i]);
        }
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(amounts);
    }
}
