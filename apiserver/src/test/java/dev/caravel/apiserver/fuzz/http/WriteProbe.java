package dev.caravel.apiserver.fuzz.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.fuzz.Dice;
import dev.caravel.apiserver.fuzz.Mutations;
import dev.caravel.apiserver.fuzz.ObjectMaker;
import dev.caravel.apiserver.fuzz.ObjectTargets;
import dev.caravel.apiserver.fuzz.PatchMaker;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;

/** The life of an object that is nearly right: what was refused did not happen, what was answered is there, in every format. */
final class WriteProbe implements Probe.Attempt {
    /** What the whole server would obey from then on: written as a dry run only. */
    private static final Set<String> OBEYED = Set.of(
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "apiservices",
            "flowschemas",
            "prioritylevelconfigurations",
            "customresourcedefinitions",
            "resourcequotas",
            "limitranges",
            "namespaces");

    private static final List<Resource> RESOURCES = ObjectTargets.CATALOG.all().stream()
            .filter(resource -> resource.definition().verbs().contains("create"))
            .toList();

    @Override
    public Optional<String> on(Front front, Dice dice) throws IOException {
        Resource resource = dice.of(RESOURCES);
        String name = "f-" + Long.toUnsignedString(dice.any(), 36);
        ObjectNode object = new ObjectMaker(dice).make(resource);
        object.withObject("/metadata").put("name", name);
        if (dice.oneIn(2)) {
            Mutations.tree(dice, object);
        }
        boolean obeyed = OBEYED.contains(resource.id().resource());
        String collection = collection(resource);
        String dryRun = obeyed ? "?dryRun=All" : "";
        try (SSLSocket socket = front.open("http/1.1")) {
            Reply created = Ask.of("POST", collection + dryRun, "application/json", JsonCodec.write(object))
                    .send(socket);
            Optional<String> wrong = refusal(created, "POST " + collection + " " + object);
            if (wrong.isPresent() || obeyed || !resource.definition().verbs().contains("get")) {
                return wrong;
            }
            String path = collection + "/"
                    + (created.code() >= 400
                            ? name
                            : json(created).at("/metadata/name").asText());
            Reply found = Ask.get(path).send(socket);
            if (created.code() >= 400) {
                return found.code() == 200
                        ? Optional.of("refused with " + created.text() + " and there: " + found.text())
                        : Optional.empty();
            }
            wrong = same(created, found).or(() -> shown(socket, path));
            if (wrong.isEmpty()) {
                wrong = change(socket, dice, resource, path, found);
            }
            remove(socket, path);
            return wrong;
        }
    }

    private static String collection(Resource resource) {
        String group = resource.id().group();
        return (group.isEmpty() ? "/api/v1" : "/apis/" + resource.id().apiVersion())
                + (resource.definition().namespaced() ? "/namespaces/default/" : "/")
                + resource.id().resource();
    }

    /** Nothing but success or a Status that says why not. */
    static Optional<String> refusal(Reply reply, String what) {
        if (reply.code() < 400) {
            return Optional.empty();
        }
        JsonNode status = json(reply);
        boolean told = status.path("kind").asText().equals("Status")
                && status.path("code").asInt() == reply.code();
        boolean bad =
                !told || reply.code() >= 500 && !status.path("reason").asText().isEmpty();
        return bad ? Optional.of(what + " is answered by " + reply.code() + " " + reply.text()) : Optional.empty();
    }

    private static JsonNode json(Reply reply) {
        try {
            return JsonCodec.read(reply.body());
        } catch (IOException e) {
            return JsonCodec.object();
        }
    }

    private static Optional<String> same(Reply answered, Reply found) {
        if (found.code() == 404) {
            return Optional.of("answered " + answered.text() + " and not there");
        }
        return json(answered).equals(json(found))
                ? Optional.empty()
                : Optional.of("answered " + answered.text() + " and found " + found.text());
    }

    private static Optional<String> shown(SSLSocket socket, String path) {
        for (String format : List.of(
                "application/vnd.kubernetes.protobuf",
                "application/json;as=Table;v=v1;g=meta.k8s.io",
                "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
                "application/yaml")) {
            try {
                Reply reply = Ask.get(path).with("Accept: " + format).send(socket);
                if (reply.code() != 200) {
                    return Optional.of(
                            "GET " + path + " as " + format + " is answered by " + reply.code() + " " + reply.text());
                }
            } catch (IOException e) {
                return Optional.of("GET " + path + " as " + format + ": " + e);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> change(SSLSocket socket, Dice dice, Resource resource, String path, Reply before)
            throws IOException {
        ObjectNode current = (ObjectNode) json(before);
        String apply = "application/apply-patch+yaml";
        String type = dice.of(
                "application/json-patch+json",
                "application/merge-patch+json",
                "application/strategic-merge-patch+json",
                apply,
                "PUT");
        byte[] body = JsonCodec.write(
                switch (type) {
                    case "application/json-patch+json" -> PatchMaker.jsonPatch(dice, resource, current);
                    case "application/strategic-merge-patch+json" -> PatchMaker.strategicPatch(dice, resource, current);
                    case "PUT" -> Mutations.tree(dice, current.deepCopy());
                    default -> PatchMaker.objectPatch(dice, resource, current);
                });
        String query = type.equals(apply) ? "?fieldManager=fuzz&force=true" : "";
        Ask ask = type.equals("PUT")
                ? Ask.of("PUT", path, "application/json", body)
                : Ask.of("PATCH", path + query, type, body);
        Reply changed = ask.send(socket);
        Optional<String> wrong =
                refusal(changed, ask.method() + " " + type + " " + path + " " + new String(body) + " on " + current);
        if (wrong.isPresent()) {
            return wrong;
        }
        Reply after = Ask.get(path).send(socket);
        if (changed.code() >= 400) {
            return same(before, after).map(what -> "refused with " + changed.text() + ", " + what);
        }
        if (type.equals(apply)) {
            Reply again = ask.send(socket);
            if (again.code() >= 400 || !json(again).equals(json(after))) {
                return Optional.of(
                        "applied twice: first " + after.text() + " then " + again.text() + " by " + new String(body));
            }
        }
        boolean gone = after.code() == 404 && current.path("metadata").has("deletionTimestamp");
        return gone ? Optional.empty() : same(changed, after).or(() -> shown(socket, path));
    }

    private static void remove(SSLSocket socket, String path) throws IOException {
        Ask.of("DELETE", path + "?gracePeriodSeconds=0&propagationPolicy=Background", "application/json", new byte[0])
                .send(socket);
        if (Ask.get(path).send(socket).code() == 200) {
            byte[] none = "{\"metadata\":{\"finalizers\":null},\"spec\":{\"finalizers\":null}}".getBytes();
            Ask.of("PATCH", path, "application/merge-patch+json", none).send(socket);
        }
    }
}
