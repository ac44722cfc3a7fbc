package dev.caravel.apiserver.kinds.components;

/**
 * How a component does.
 *
 * @param message what it says of itself, or what became of asking it
 * @param error why it is not known
 */
record ComponentHealth(boolean healthy, String message, String error) {
    static ComponentHealth healthy(String message) {
        return new ComponentHealth(true, message, "");
    }

    static ComponentHealth failed(String message) {
        return new ComponentHealth(false, message, "");
    }
}
