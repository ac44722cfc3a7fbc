package dev.caravel.apiserver.storage.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** The providers' keys of one resource, in order: the first writes, all read. Immutable and thread-safe. */
public final class TransformerChain {
    /** One key of one provider, told by what a stored value begins with. */
    record Link(byte[] prefix, ValueTransformer transformer) {
        static Link of(String prefix, ValueTransformer transformer) {
            return new Link(prefix.getBytes(US_ASCII), transformer);
        }
    }

    /** @param stale written by another key than the first: to be written anew at the next occasion */
    public record Opened(byte[] value, boolean stale) {}

    private final List<Link> links;

    TransformerChain(List<Link> links) {
        if (links.isEmpty()) {
            throw new IllegalArgumentException("a chain without a link");
        }
        this.links = List.copyOf(links);
    }

    byte[] seal(byte[] value, byte[] key) throws GeneralSecurityException {
        Link first = links.getFirst();
        byte[] sealed = first.transformer().toStorage(value, key);
        if (first.prefix().length == 0) {
            return sealed;
        }
        byte[] stored = new byte[first.prefix().length + sealed.length];
        System.arraycopy(first.prefix(), 0, stored, 0, first.prefix().length);
        System.arraycopy(sealed, 0, stored, first.prefix().length, sealed.length);
        return stored;
    }

    /** @throws GeneralSecurityException when no key opens the value; with what each said that should have */
    Opened open(byte[] stored, byte[] key) throws GeneralSecurityException {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            if (!Identity.startsWith(stored, link.prefix())) {
                continue;
            }
            try {
                Opened opened = link.transformer().open(without(link.prefix(), stored), key);
                return new Opened(opened.value(), opened.stale() || i != 0);
            } catch (GeneralSecurityException e) {
                if (link.prefix().length > 0) {
                    faults.add(String.valueOf(e.getMessage()));
                }
            }
        }
        throw new GeneralSecurityException(faults.isEmpty() ? "no matching prefix found" : String.join("; ", faults));
    }

    private static byte[] without(byte[] prefix, byte[] stored) {
        return prefix.length == 0 ? stored : java.util.Arrays.copyOfRange(stored, prefix.length, stored.length);
    }

    /** What is written begins so. */
    String writingPrefix() {
        return new String(links.getFirst().prefix(), US_ASCII);
    }

    /** What a value begins with that one of the keys reads. */
    String prefixOf(byte[] stored) {
        return links.stream()
                .map(Link::prefix)
                .filter(prefix -> prefix.length > 0 && Identity.startsWith(stored, prefix))
                .findFirst()
                .map(prefix -> new String(prefix, US_ASCII))
                .orElseGet(() -> Identity.isEncrypted(stored) ? "unknown" : "");
    }
}
