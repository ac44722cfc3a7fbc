package dev.caravel.machinery.role;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Lets a role stop while Vert.x still runs: Quarkus would close it, and with it every API client, at the same time. */
@ApplicationScoped
class RoleShutdown {
    void beforeShutdown(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        RoleLauncher.awaitStopped();
    }
}
