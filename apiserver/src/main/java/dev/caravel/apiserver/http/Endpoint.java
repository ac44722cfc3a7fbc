package dev.caravel.apiserver.http;

import java.util.Optional;

/** Answers some of the requests. Called on a virtual thread, may block; thread-safe. */
public interface Endpoint {
    /**
     * Empty when the request is for someone else.
     *
     * @throws dev.caravel.apiserver.status.ApiException to refuse
     */
    Optional<Answer> answer(Call call);
}
