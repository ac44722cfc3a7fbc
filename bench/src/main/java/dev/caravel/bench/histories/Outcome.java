package dev.caravel.bench.histories;

import java.util.Map;

/** What a client was told. */
public sealed interface Outcome {
    /** An object: what was read, or what has been written. */
    record Version(long revision, String token, String uid) implements Outcome {}

    record Deleted(String uid) implements Outcome {}

    /** A list of the history's objects, by key. */
    record Listed(long revision, Map<String, Version> items) implements Outcome {}

    record NotFound() implements Outcome {}

    record AlreadyExists() implements Outcome {}

    record Conflict() implements Outcome {}

    /** Refused before anything was done: too many requests, or a continuation that has expired. */
    record Refused(int status) implements Outcome {}

    /** It may have happened, or may not, or may still. */
    record Unknown(String why) implements Outcome {}
}
