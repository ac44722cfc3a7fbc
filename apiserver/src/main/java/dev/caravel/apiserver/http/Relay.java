package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authentication.UserInfo;
import java.util.Optional;

/** Takes requests whole, their bodies unread: those that another server answers. Thread-safe. */
public interface Relay {
    /**
     * Empty when the request is for someone else. Called after authorization on a virtual thread, may block.
     *
     * @throws dev.caravel.apiserver.status.ApiException to refuse
     */
    Optional<Answer> take(RequestInfo info, UserInfo user);
}
