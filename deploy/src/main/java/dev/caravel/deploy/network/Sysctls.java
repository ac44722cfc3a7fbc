package dev.caravel.deploy.network;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The kernel's settings that a cluster changes on the machine: remembered before, put back when it is removed. */
public final class Sysctls {
    private static final String FORWARDING = "net/ipv4/ip_forward";
    /** The last ones are set by the kubelet. */
    private static final List<String> CHANGED = List.of(
            FORWARDING,
            "kernel/panic",
            "kernel/panic_on_oops",
            "kernel/keys/root_maxkeys",
            "kernel/keys/root_maxbytes",
            "vm/overcommit_memory",
            "vm/panic_on_oom");

    private final StateDir state;
    private final ObjectMapper json;

    public Sysctls(StateDir state, ObjectMapper json) {
        this.state = requireNonNull(state, "state is null");
        this.json = requireNonNull(json, "json is null");
    }

    public void rememberAndSet() throws IOException {
        if (!Files.exists(state.sysctls())) {
            Map<String, String> before = new TreeMap<>();
            for (String name : CHANGED) {
                if (Files.isReadable(file(name))) {
                    before.put(name, Files.readString(file(name)).strip());
                }
            }
            TextFiles.write(state.sysctls(), json.writeValueAsString(before));
        }
        Files.writeString(file(FORWARDING), "1");
    }

    public void putBack() throws IOException {
        if (!Files.exists(state.sysctls())) {
            return;
        }
        Map<String, String> before =
                json.readValue(state.sysctls().toFile(), new TypeReference<Map<String, String>>() {});
        for (Map.Entry<String, String> setting : before.entrySet()) {
            Path file = file(setting.getKey());
            if (!Files.readString(file).strip().equals(setting.getValue())) {
                Files.writeString(file, setting.getValue());
            }
        }
    }

    private static Path file(String name) {
        return Path.of("/proc/sys").resolve(name);
    }
}
