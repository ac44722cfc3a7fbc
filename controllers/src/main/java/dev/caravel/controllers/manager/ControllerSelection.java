package dev.caravel.controllers.manager;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code --controllers}: {@code *} for all, {@code foo} for one, {@code -foo} for all but one. */
public final class ControllerSelection {
    private final Set<String> named = new HashSet<>();
    private final Set<String> excluded = new HashSet<>();
    private final boolean all;

    /** @throws IllegalArgumentException when a name is not among {@code known} */
    public ControllerSelection(List<String> words, Set<String> known) {
        for (String word : words) {
            String name = word.startsWith("-") ? word.substring(1) : word;
            if (!name.equals("*") && !known.contains(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is not in the list of known controllers");
            }
            (word.startsWith("-") ? excluded : named).add(name);
        }
        all = named.contains("*");
    }

    public boolean includes(String controller) {
        return named.contains(controller) || (all && !excluded.contains(controller));
    }
}
