package dev.caravel.apiserver.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Where events go. Thread-safe. */
interface AuditSink extends AutoCloseable {
    /** Must not fail; what cannot be kept is logged. */
    void write(List<ObjectNode> events);

    /** What is still to be written is. */
    @Override
    void close();
}
