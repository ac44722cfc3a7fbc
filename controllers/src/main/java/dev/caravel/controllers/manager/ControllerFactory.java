package dev.caravel.controllers.manager;

/** Wires one controller: asks for its caches, adds its listeners; starts nothing. */
@FunctionalInterface
public interface ControllerFactory {
    ControlLoop create(ControllerContext context) throws Exception;
}
