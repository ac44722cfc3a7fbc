package dev.caravel.controllers.quota;

import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;

/** What objects of one type use of a quota. Stateless. */
interface Usage<T> {
    Quantity ONE = Quantity.of(1, QuantityFormat.DECIMAL_SI);

    /** Whether a quota counts such objects by this name. */
    boolean measures(String resourceName);

    Amounts of(T object);

    /** Whether the object is within the scope; most types know none. */
    default boolean isWithin(ScopedResourceSelectorRequirement scope, T object) {
        return false;
    }
}
