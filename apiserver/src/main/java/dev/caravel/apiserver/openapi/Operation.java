package dev.caravel.apiserver.openapi;

import java.util.List;

/**
 * What can be done at a path.
 *
 * @param method in lower case
 * @param action as {@code x-kubernetes-action} has it
 * @param verb how the operation's description starts
 * @param body the message that is sent, or empty
 * @param answer the message that comes back, or empty for plain text
 * @param query the names of its query parameters
 */
record Operation(String method, String action, String verb, String body, String answer, List<String> query) {}
