package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Where quotas are read and charged. Thread-safe. */
public interface QuotaLedger {
    /** Whether a namespace has quotas at all, as far as the cache knows. */
    boolean hasQuotas(String namespace);

    /** The quotas of a namespace as they are stored now. */
    List<Entry> read(String namespace);

    /** A quota to compare with when it is written. */
    interface Entry {
        ObjectNode quota();

        /** Stores other amounts as used; false when the quota is no longer as it was read. */
        boolean replaceUsed(ObjectNode used);
    }
}
