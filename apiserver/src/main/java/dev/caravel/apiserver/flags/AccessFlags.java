package dev.caravel.apiserver.flags;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What admission does with requests that are authorized. */
public final class AccessFlags {
    @Option(
            names = "--enable-admission-plugins",
            split = ",",
            description = "Admission plugins that should be enabled in addition to default enabled ones.")
    public List<String> enabledAdmissionPlugins = List.of();

    @Option(
            names = "--disable-admission-plugins",
            split = ",",
            description = "Admission plugins that should be disabled although they are in the default enabled plugins"
                    + " list.")
    public List<String> disabledAdmissionPlugins = List.of();

    @Option(names = "--admission-control-config-file", description = "File with admission control configuration.")
    public Path admissionControlConfigFile;

    @Option(
            names = "--default-not-ready-toleration-seconds",
            defaultValue = "300",
            description = "tolerationSeconds of the toleration for notReady:NoExecute that is added to every pod that"
                    + " does not already have such a toleration.")
    public long notReadyTolerationSeconds;

    @Option(
            names = "--default-unreachable-toleration-seconds",
            defaultValue = "300",
            description = "tolerationSeconds of the toleration for unreachable:NoExecute that is added to every pod"
                    + " that does not already have such a toleration.")
    public long unreachableTolerationSeconds;
}
