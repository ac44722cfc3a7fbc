package dev.caravel.kubelet.lifecycle;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.CommandResult;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.probes.HttpCheck;
import dev.caravel.kubelet.probes.Ports;
import dev.caravel.kubelet.probes.ProbeResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.time.Duration;

/** Runs postStart and preStop handlers. Blocking; thread-safe. */
public final class LifecycleHooks {
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(30);
    private static final int HTTP_PORT = 80;

    private final ContainerRuntime runtime;
    private final HttpCheck http;

    public LifecycleHooks(ContainerRuntime runtime, HttpCheck http) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.http = requireNonNull(http, "http is null");
    }

    /** A handler did not succeed. */
    public static final class HookException extends Exception {
        HookException(String message) {
            super(message);
        }
    }

    public void run(LifecycleHandler handler, Container container, String containerId, String podIp)
            throws HookException, InterruptedException {
        if (handler.getExec() != null) {
            exec(handler, containerId);
        } else if (handler.getHttpGet() != null) {
            get(handler.getHttpGet(), container, podIp);
        } else if (handler.getSleep() != null) {
            Thread.sleep(Duration.ofSeconds(handler.getSleep().getSeconds()));
        } else {
            throw new HookException("invalid handler: no action");
        }
    }

    private void exec(LifecycleHandler handler, String containerId) throws HookException {
        try {
            CommandResult result =
                    runtime.execSync(containerId, handler.getExec().getCommand(), Duration.ZERO);
            if (result.exitCode() != 0) {
                throw new HookException("command exited with " + result.exitCode() + ": " + result.output());
            }
        } catch (CriException e) {
            throw new HookException(e.rpcText());
        }
    }

    private void get(HTTPGetAction action, Container container, String podIp) throws HookException {
        boolean noPort = action.getPort() == null
                || (action.getPort().getIntVal() == null
                        && action.getPort().getStrVal().isEmpty());
        int port = noPort ? HTTP_PORT : Ports.resolve(action.getPort(), container);
        ProbeResult result = http.get(action, podIp, port, HTTP_TIMEOUT);
        if (!result.success()) {
            throw new HookException(result.output());
        }
    }
}
