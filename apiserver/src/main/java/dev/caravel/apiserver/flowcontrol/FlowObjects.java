package dev.caravel.apiserver.flowcontrol;

import dev.caravel.apiserver.resource.GroupResource;

/** The resources that configure flow control. */
final class FlowObjects {
    private static final String GROUP = "flowcontrol.apiserver.k8s.io";

    static final GroupResource PRIORITY_LEVELS = new GroupResource(GROUP, "prioritylevelconfigurations");
    static final GroupResource FLOW_SCHEMAS = new GroupResource(GROUP, "flowschemas");

    private FlowObjects() {}
}
