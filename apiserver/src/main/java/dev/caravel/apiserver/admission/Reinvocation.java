package dev.caravel.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of the mutation of one write is to be done again: when a webhook or policy has changed the object, all mutating plugins
 * are called a second time, and of webhooks and policies those that asked for it. Once is enough: they have to come to the same
 * whatever their order. For one write, by one thread.
 */
public final class Reinvocation {
    private final Map<String, Calls> byPlugin = new HashMap<>();
    private boolean due;
    private boolean second;

    /** Whether there is to be a second round, which begins with this. */
    public boolean beginSecondRound() {
        second = due;
        return due;
    }

    /** 0 or 1. */
    public int round() {
        return second ? 1 : 0;
    }

    /** Those of one plugin. */
    public Calls of(String plugin) {
        return byPlugin.computeIfAbsent(plugin, _ -> new Calls());
    }

    /** What a plugin has called, and is to call again. */
    public final class Calls {
        /** Called, and wanting to be called again when the object changes after that. */
        private final Set<Object> called = new HashSet<>();

        private final Set<Object> again = new HashSet<>();
        private Optional<ObjectNode> result = Optional.empty();

        /** Before the first call of a round. */
        public void begin(Optional<ObjectNode> object) {
            if (second && !result.equals(object)) {
                callAgain();
            }
        }

        /** In the second round nothing is called for the first time. */
        public boolean isWanted(Object hook) {
            return !second || again.contains(hook);
        }

        /** The hook that is being called has changed the object. */
        public void changed() {
            callAgain();
            due = true;
        }

        /** @param repeatable whether the hook is to see what others make of the object */
        public void called(Object hook, boolean repeatable) {
            if (repeatable) {
                called.add(hook);
            }
        }

        /** After the last call of a round. */
        public void end(Optional<ObjectNode> object) {
            result = object.map(ObjectNode::deepCopy);
        }

        private void callAgain() {
            again.addAll(called);
            called.clear();
        }
    }
}
