package dev.caravel.deploy.supervisor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.nio.file.Path;

/** How a process shows that it can do its work. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Readiness.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Readiness.Socket.class, name = "socket")
})
public sealed interface Readiness {
    /** It answers 2xx at the URI. A certificate is not checked: the address is the machine's own. */
    record Http(URI uri) implements Readiness {}

    /** It accepts a connection at the unix socket. */
    record Socket(Path path) implements Readiness {}
}
