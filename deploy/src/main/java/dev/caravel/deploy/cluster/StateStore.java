package dev.caravel.deploy.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravel.deploy.state.StateDir;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What keeps a cluster's state. */
public enum StateStore {
    @JsonProperty("etcd")
    ETCD {
        @Override
        public Path directory(StateDir state) {
            return state.etcd();
        }
    },
    /** A directory of the API server's own. */
    @JsonProperty("embedded")
    EMBEDDED {
        @Override
        public Path directory(StateDir state) {
            return state.embedded();
        }
    };

    public abstract Path directory(StateDir state);

    /** What a cluster has that was made when all of them had etcd, or that is about to be made. */
    static StateStore found(StateDir state) {
        return Files.exists(ETCD.directory(state)) && !Files.exists(EMBEDDED.directory(state)) ? ETCD : EMBEDDED;
    }

    /** As on command lines. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
