package dev.caravel.machinery.role;

import io.quarkus.runtime.shutdown.ShutdownListener;
import org.jboss.logging.Logger;

/**
 * Lets a role stop while Quarkus still serves: it would close the HTTP server, and Vert.x with every API client, as soon as
 * the process is asked to stop. A shutdown event comes too late for that, after the HTTP server.
 */
public final class RoleShutdown implements ShutdownListener {
    private static final Logger log = Logger.getLogger(RoleShutdown.class);

    @Override
    public void preShutdown(ShutdownNotification notification) {
        try {
            RoleLauncher.awaitStopped();
        } catch (InterruptedException e) {
            log.warn("interrupted while the role stops, which is broken off", e);
            Thread.currentThread().interrupt();
        } finally {
            notification.done();
        }
    }
}
