package dev.caravel.deploy.command;

import dev.caravel.deploy.system.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravel kubeconfig}. */
@Command(name = "kubeconfig", description = "Print the path of the administrator's kubeconfig.")
public final class KubeconfigCommand implements Callable<Integer> {
    @Mixin
    StateOption state;

    @Override
    public Integer call() {
        Path file = state.stateDir().kubeconfig("admin");
        if (!Files.exists(file)) {
            throw new Problem("there is no cluster in " + state.stateDir().root() + "; './caravel up' makes one");
        }
        System.out.println(file);
        return 0;
    }
}
