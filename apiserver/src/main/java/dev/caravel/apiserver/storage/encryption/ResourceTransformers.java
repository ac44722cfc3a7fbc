package dev.caravel.apiserver.storage.encryption;

import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Key;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Keyed;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Plain;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Provider;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Rule;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Scheme;
import dev.caravel.apiserver.storage.encryption.TransformerChain.Link;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which resource is encrypted how. Immutable and thread-safe. */
final class ResourceTransformers {
    private static final GroupResource ANYTHING = new GroupResource("*", "*");
    private static final TransformerChain PLAIN = new TransformerChain(List.of(Link.of("", new Identity())));

    private final Map<GroupResource, TransformerChain> chains = new HashMap<>();

    ResourceTransformers(EncryptionConfiguration configuration, SecureRandom random) {
        Map<GroupResource, List<Link>> links = new HashMap<>();
        for (Rule rule : configuration.rules()) {
            List<Link> made = rule.providers().stream()
                    .flatMap(provider -> links(provider, random))
                    .toList();
            for (String name : rule.resources()) {
                GroupResource resource = ConfigurationReader.parse(name);
                if (isMasked(resource, links)) {
                    continue;
                }
                links.computeIfAbsent(resource, _ -> new ArrayList<>()).addAll(made);
            }
        }
        links.forEach((resource, list) -> chains.put(resource, new TransformerChain(list)));
    }

    /** An earlier rule with a wildcard decides. */
    private static boolean isMasked(GroupResource resource, Map<GroupResource, List<Link>> before) {
        GroupResource wholeGroup = new GroupResource(resource.group(), "*");
        return !resource.equals(wholeGroup) && before.containsKey(wholeGroup)
                || !resource.equals(ANYTHING) && before.containsKey(ANYTHING);
    }

    private static Stream<Link> links(Provider provider, SecureRandom random) {
        return switch (provider) {
            case Plain _ -> Stream.of(Link.of("", new Identity()));
            case Keyed keyed -> keyed.keys().stream().map(key -> link(keyed.scheme(), key, random));
        };
    }

    private static Link link(Scheme scheme, Key key, SecureRandom random) {
        ValueTransformer transformer =
                switch (scheme) {
                    case AESGCM -> new AesGcm(key.secret(), random);
                    case AESCBC -> new AesCbc(key.secret(), random);
                    case SECRETBOX -> new SecretBox(key.secret(), random);
                };
        return Link.of("k8s:enc:%s:v1:%s:".formatted(scheme.field(), key.name()), transformer);
    }

    /** The narrowest rule's; plain when there is none. */
    TransformerChain of(GroupResource resource) {
        return Stream.of(resource, new GroupResource(resource.group(), "*"), ANYTHING)
                .filter(chains::containsKey)
                .findFirst()
                .map(chains::get)
                .orElse(PLAIN);
    }
}
