package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.validation.PodContainers.Placed;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Where containers mount the volumes of their pod, as file systems or as block devices. */
final class VolumeMountRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of("volumeMounts", VolumeMountRules::volumeMounts);

    private static final List<String> PROPAGATIONS = List.of("Bidirectional", "HostToContainer", "None");
    private static final List<String> RECURSIVE_READ_ONLY = List.of("Disabled", "Enabled", "IfPossible");

    private VolumeMountRules() {}

    private static void volumeMounts(Subject spec) {
        var volumes = volumes(spec);
        for (var placed : PodContainers.of(spec, PodContainers.ALL)) {
            mounts(placed, volumes);
            devices(placed, volumes);
        }
    }

    /** By name. The claims of a StatefulSet become volumes of its pods. */
    private static Map<String, JsonNode> volumes(Subject spec) {
        var volumes = new HashMap<String, JsonNode>();
        spec.at("volumes").forEach(volume -> volumes.put(volume.path("name").asText(), volume));
        var claim = JsonNodeFactory.instance.objectNode();
        claim.putObject("persistentVolumeClaim");
        JsonPaths.at(spec.root(), "spec.volumeClaimTemplates")
                .forEach(template -> volumes.put(JsonPaths.text(template, "metadata.name"), claim));
        return volumes;
    }

    private static void mounts(Placed placed, Map<String, JsonNode> volumes) {
        var paths = new HashSet<String>();
        var mounts = placed.at("volumeMounts");
        var ofList = placed.pathOf("volumeMounts");
        for (var i = 0; i < mounts.size(); i++) {
            var mount = mounts.get(i);
            var at = FieldPath.index(ofList, i);
            var name = mount.path("name").asText("");
            required(name, at + ".name", placed.errors());
            if (!volumes.containsKey(name)) {
                placed.errors().add(FieldError.notFound(at + ".name", Values.quote(name)));
            }
            var mountPath = mount.path("mountPath").asText("");
            required(mountPath, at + ".mountPath", placed.errors());
            if (!paths.add(mountPath)) {
                invalid(at + ".mountPath", mountPath, "must be unique", placed.errors());
            }
            for (var device : placed.at("volumeDevices")) {
                if (!name.isEmpty() && device.path("name").asText().equals(name)) {
                    invalid(at + ".name", name, "must not already exist in volumeDevices", placed.errors());
                }
                if (!mountPath.isEmpty() && device.path("devicePath").asText().equals(mountPath)) {
                    invalid(
                            at + ".mountPath",
                            mountPath,
                            "must not already exist as a path in volumeDevices",
                            placed.errors());
                }
            }
            subPaths(mount, ofList, at, placed.errors());
            propagation(placed, mount, ofList);
            readOnly(mount, FieldPath.child(ofList, "recursiveReadOnly"), placed.errors());
        }
    }

    /** Upstream tells most of it of the list. */
    private static void subPaths(JsonNode mount, String ofList, String at, List<FieldError> errors) {
        var subPath = mount.path("subPath").asText("");
        var expression = mount.path("subPathExpr").asText("");
        if (!expression.isEmpty() && !subPath.isEmpty()) {
            invalid(at + ".subPathExpr", expression, "subPathExpr and subPath are mutually exclusive", errors);
        }
        for (var field : List.of("subPath", "subPathExpr")) {
            var value = mount.path(field).asText("");
            if (!value.isEmpty()) {
                Formats.named("relativePath")
                        .faults(TextNode.valueOf(value))
                        .forEach(fault -> invalid(FieldPath.child(ofList, field), value, fault, errors));
            }
        }
    }

    private static void propagation(Placed placed, JsonNode mount, String ofList) {
        if (!mount.has("mountPropagation")) {
            return;
        }
        var mode = mount.path("mountPropagation").asText();
        var path = FieldPath.child(ofList, "mountPropagation");
        if (!PROPAGATIONS.contains(mode)) {
            placed.errors().add(FieldError.notSupported(path, Values.quote(mode), PROPAGATIONS));
        } else if (mode.equals("Bidirectional")
                && !placed.at("securityContext.privileged").asBoolean()) {
            placed.errors()
                    .add(FieldError.forbidden(
                            path, "Bidirectional mount propagation is available only to privileged containers"));
        }
    }

    private static void readOnly(JsonNode mount, String path, List<FieldError> errors) {
        if (!mount.has("recursiveReadOnly")) {
            return;
        }
        var mode = mount.path("recursiveReadOnly").asText();
        if (!RECURSIVE_READ_ONLY.contains(mode)) {
            errors.add(FieldError.notSupported(path, Values.quote(mode), RECURSIVE_READ_ONLY));
        } else if (!mode.equals("Disabled")) {
            if (!mount.path("readOnly").asBoolean()) {
                errors.add(FieldError.forbidden(path, "may only be specified when readOnly is true"));
            }
            if (!mount.path("mountPropagation").asText("None").equals("None")) {
                errors.add(FieldError.forbidden(
                        path, "may only be specified when mountPropagation is None or not specified"));
            }
        }
    }

    private static void devices(Placed placed, Map<String, JsonNode> volumes) {
        var names = new HashSet<String>();
        var paths = new HashSet<String>();
        var devices = placed.at("volumeDevices");
        for (var i = 0; i < devices.size(); i++) {
            var at = FieldPath.index(placed.pathOf("volumeDevices"), i);
            var name = devices.get(i).path("name").asText("");
            var path = devices.get(i).path("devicePath").asText("");
            deviceName(name, at + ".name", names, volumes, placed.errors());
            required(path, at + ".devicePath", placed.errors());
            if (paths.contains(path)) {
                invalid(at + ".devicePath", path, "must be unique", placed.errors());
            }
            if (List.of(path.split("/")).contains("..")) {
                invalid(at + ".devicePath", path, "can not contain backsteps ('..')", placed.errors());
            } else {
                paths.add(path);
            }
            for (var mount : placed.at("volumeMounts")) {
                if (!name.isEmpty() && mount.path("name").asText().equals(name)) {
                    invalid(at + ".name", name, "must not already exist in volumeMounts", placed.errors());
                }
                if (!path.isEmpty() && mount.path("mountPath").asText().equals(path)) {
                    invalid(
                            at + ".devicePath",
                            path,
                            "must not already exist as a path in volumeMounts",
                            placed.errors());
                }
            }
        }
    }

    private static void deviceName(
            String name, String path, HashSet<String> seen, Map<String, JsonNode> volumes, List<FieldError> errors) {
        required(name, path, errors);
        if (!name.isEmpty() && !seen.add(name)) {
            invalid(path, name, "must be unique", errors);
        }
        var volume = volumes.get(name);
        if (volume == null) {
            errors.add(FieldError.notFound(path, Values.quote(name)));
        } else if (!volume.has("persistentVolumeClaim") && !volume.has("ephemeral")) {
            invalid(
                    path,
                    name,
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
                    errors);
        }
    }

    private static void required(String value, String path, List<FieldError> errors) {
        if (value.isEmpty()) {
            errors.add(FieldError.required(path, ""));
        }
    }

    private static void invalid(String path, String value, String detail, List<FieldError> errors) {
        errors.add(FieldError.invalid(path, Values.quote(value), detail));
    }
}
