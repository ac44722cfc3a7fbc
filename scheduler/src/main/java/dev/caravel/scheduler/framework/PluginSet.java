package dev.caravel.scheduler.framework;

import java.util.List;
import java.util.Map;

/** The plugins of a profile, at each extension point in the order in which they run. */
public record PluginSet(
        List<PreEnqueuePlugin> preEnqueue,
        QueueSortPlugin queueSort,
        List<PreFilterPlugin> preFilter,
        List<FilterPlugin> filter,
        List<PostFilterPlugin> postFilter,
        List<PreScorePlugin> preScore,
        List<ScorePlugin> score,
        Map<String, Integer> weights,
        List<ReservePlugin> reserve,
        List<PermitPlugin> permit,
        List<PreBindPlugin> preBind,
        List<BindPlugin> bind,
        List<PostBindPlugin> postBind,
        List<Plugin> all) {}
