package dev.caravel.controllers.gc;

/** What a change of the graph asks to look at; both are harmless when there is nothing to do. */
sealed interface Work {
    /** See whether the object's owners are gone, or whether nothing blocks its own deletion any more. */
    record Examine(String uid) implements Work {}

    /** Cut its dependents loose, then let it go. */
    record Orphan(String uid) implements Work {}
}
