package dev.caravel.scheduler.config;

import dev.caravel.scheduler.framework.BindPlugin;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.PermitPlugin;
import dev.caravel.scheduler.framework.Plugin;
import dev.caravel.scheduler.framework.PostBindPlugin;
import dev.caravel.scheduler.framework.PostFilterPlugin;
import dev.caravel.scheduler.framework.PreBindPlugin;
import dev.caravel.scheduler.framework.PreEnqueuePlugin;
import dev.caravel.scheduler.framework.PreFilterPlugin;
import dev.caravel.scheduler.framework.PreScorePlugin;
import dev.caravel.scheduler.framework.QueueSortPlugin;
import dev.caravel.scheduler.framework.ReservePlugin;
import dev.caravel.scheduler.framework.ScorePlugin;

/** Where plugins take part, by the name in the configuration. */
public enum ExtensionPoint {
    PRE_ENQUEUE("preEnqueue", PreEnqueuePlugin.class),
    QUEUE_SORT("queueSort", QueueSortPlugin.class),
    PRE_FILTER("preFilter", PreFilterPlugin.class),
    FILTER("filter", FilterPlugin.class),
    POST_FILTER("postFilter", PostFilterPlugin.class),
    PRE_SCORE("preScore", PreScorePlugin.class),
    SCORE("score", ScorePlugin.class),
    RESERVE("reserve", ReservePlugin.class),
    PERMIT("permit", PermitPlugin.class),
    PRE_BIND("preBind", PreBindPlugin.class),
    BIND("bind", BindPlugin.class),
    POST_BIND("postBind", PostBindPlugin.class);

    private final String key;
    private final Class<? extends Plugin> type;

    ExtensionPoint(String key, Class<? extends Plugin> type) {
        this.key = key;
        this.type = type;
    }

    public String key() {
        return key;
    }

    public Class<? extends Plugin> type() {
        return type;
    }
}
