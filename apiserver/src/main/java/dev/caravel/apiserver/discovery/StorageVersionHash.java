package dev.caravel.apiserver.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.resource.Resource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Tells clients when the stored form of a resource changes; upstream's digest of group, version and kind. */
final class StorageVersionHash {
    private StorageVersionHash() {}

    static String of(Resource resource) {
        var apiVersion = resource.storageApiVersion();
        var qualified = apiVersion.contains("/") ? apiVersion : "/" + apiVersion;
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((qualified + "/" + resource.definition().kind()).getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
