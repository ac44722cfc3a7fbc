package dev.caravel.proxy.rules;

import dev.caravel.proxy.services.Endpoint;
import dev.caravel.proxy.services.ServicePort;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of chains and sets: a hash that makes them unique, and what a person looks for in {@code nft list}. */
record ChainNames(ServicePort service) {
    private static final int HASH_BYTES = 4;

    /** The kernel's limit is 256 with the terminator; nft before 1.0.7 reads 128. */
    private static final int MAX_LENGTH = 120;

    String cluster() {
        return name("service", service.id());
    }

    String local() {
        return name("local", service.id());
    }

    String external() {
        return name("external", service.id());
    }

    String firewall() {
        return name("firewall", service.id());
    }

    String endpoint(Endpoint endpoint) {
        return name("endpoint", service.id() + "__" + endpoint.ip() + "/" + endpoint.port());
    }

    /** The timeout is part of the name, because a set's timeout cannot change. */
    String affinity(Endpoint endpoint) {
        long seconds = service.affinity().orElseThrow().toSeconds();
        return name("affinity", service.id() + "__" + endpoint.ip() + "/" + endpoint.port() + "/" + seconds + "s");
    }

    private static String name(String prefix, String id) {
        String name = prefix + "-" + hash(id) + "-" + id.replace(':', '.');
        return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH);
    }

    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
