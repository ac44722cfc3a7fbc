package dev.caravel.controllers.manager;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The selected controllers of this process: made when it starts to lead, all started when their caches have synced. */
final class ControllerSet implements AutoCloseable {
    private static final Logger log = Logger.getLogger(ControllerSet.class);

    private final ControllerContext context;
    private final Map<String, ControllerFactory> catalog;
    private final ControllerSelection selection;
    private final List<ControlLoop> loops = new ArrayList<>();
    private boolean closed;

    ControllerSet(ControllerContext context, Map<String, ControllerFactory> catalog, ControllerSelection selection) {
        this.context = requireNonNull(context, "context is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.selection = requireNonNull(selection, "selection is null");
    }

    /** Returns at once: the caches fill in their own time. */
    synchronized void start() {
        catalog.forEach((name, factory) -> {
            if (selection.includes(name)) {
                create(name, factory);
            } else {
                log.infof("%s is disabled", name);
            }
        });
        context.caches().start().thenRun(this::startLoops);
    }

    private void create(String name, ControllerFactory factory) {
        try {
            loops.add(factory.create(context));
        } catch (Exception e) {
            log.errorf(e, "cannot make %s", name);
            Runtime.getRuntime().halt(1);
        }
    }

    private synchronized void startLoops() {
        if (!closed) {
            loops.forEach(ControlLoop::start);
            log.infof("%d controllers are running", loops.size());
        }
    }

    @Override
    public synchronized void close() throws Exception {
        closed = true;
        ControlLoop.closeAll(loops);
    }
}
