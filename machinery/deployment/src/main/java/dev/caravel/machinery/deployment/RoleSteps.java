package dev.caravel.machinery.deployment;

import dev.caravel.machinery.role.RoleShutdown;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ShutdownListenerBuildItem;

/** How a role runs inside Quarkus. */
class RoleSteps {
    @BuildStep
    ShutdownListenerBuildItem roleStopsFirst() {
        return new ShutdownListenerBuildItem(new RoleShutdown());
    }
}
