package dev.caravel.apiserver.storage.encryption;

import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Key;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Keyed;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Kms;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Plain;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Provider;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Rule;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Scheme;
import dev.caravel.apiserver.storage.encryption.TransformerChain.Link;
import dev.caravel.apiserver.storage.encryption.kms.KmsProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which resource is encrypted how. Immutable but for the state of KMS plugins; thread-safe. */
final class ResourceTransformers implements AutoCloseable {
    private static final GroupResource ANYTHING = new GroupResource("*", "*");
    private static final TransformerChain PLAIN = new TransformerChain(List.of(Link.of("", new Identity())));

    private final Map<GroupResource, TransformerChain> chains = new HashMap<>();
    private final List<KmsProvider> plugins = new ArrayList<>();
    private Duration grace = Duration.ZERO;

    ResourceTransformers(
            EncryptionConfiguration configuration, SecureRandom random, Function<Kms, KmsProvider> startPlugin) {
        Map<GroupResource, List<Link>> links = new HashMap<>();
        for (Rule rule : configuration.rules()) {
            List<Link> made = rule.providers().stream()
                    .flatMap(provider -> links(provider, random, startPlugin))
                    .toList();
            for (String name : rule.resources()) {
                links.computeIfAbsent(ConfigurationReader.parse(name), _ -> new ArrayList<>())
                        .addAll(made);
            }
        }
        links.forEach((resource, list) -> chains.put(resource, new TransformerChain(list)));
    }

    private Stream<Link> links(Provider provider, SecureRandom random, Function<Kms, KmsProvider> startPlugin) {
        return switch (provider) {
            case Plain _ -> Stream.of(Link.of("", new Identity()));
            case Keyed keyed -> keyed.keys().stream().map(key -> link(keyed.scheme(), key, random));
            case Kms kms -> {
                KmsProvider plugin = startPlugin.apply(kms);
                plugins.add(plugin);
                grace = grace.plus(kms.timeout().multipliedBy(2));
                yield Stream.of(Link.of("k8s:enc:kms:v2:%s:".formatted(kms.name()), plugin));
            }
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

    boolean hasPlugins() {
        return !plugins.isEmpty();
    }

    /** What is wrong with the plugins. Blocks. */
    Optional<String> fault() {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < plugins.size(); i++) {
            String name = "kms-provider-" + i;
            plugins.get(i).fault().ifPresent(fault -> faults.add(name + ": " + fault));
        }
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(faults.size() == 1 ? faults.getFirst() : faults.toString());
    }

    /** For how long after the last use calls of plugins may still be under way. */
    Duration grace() {
        return grace;
    }

    @Override
    public void close() {
        plugins.forEach(KmsProvider::close);
    }
}
