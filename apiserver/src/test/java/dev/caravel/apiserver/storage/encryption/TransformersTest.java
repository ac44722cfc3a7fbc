package dev.caravel.apiserver.storage.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.storage.encryption.TransformerChain.Link;
import dev.caravel.apiserver.storage.encryption.TransformerChain.Opened;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformersTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] KEY = "/registry/secrets/default/s".getBytes(UTF_8);
    private static final byte[] VALUE = "{\"kind\":\"Secret\"}".getBytes(UTF_8);

    static Stream<Named<ValueTransformer>> ciphers() {
        return Stream.of(
                Named.of("aesgcm", new AesGcm(secret(1), RANDOM)),
                Named.of("aescbc", new AesCbc(secret(1), RANDOM)),
                Named.of("secretbox", new SecretBox(secret(1), RANDOM)));
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    @DisplayName("What is sealed can be opened, looks like nothing, and looks different each time")
    void roundTrip(ValueTransformer cipher) throws Exception {
        byte[] once = cipher.toStorage(VALUE, KEY);
        byte[] again = cipher.toStorage(VALUE, KEY);

        assertThat(cipher.fromStorage(once, KEY)).isEqualTo(VALUE);
        assertThat(once).isNotEqualTo(again);
        assertThat(new String(once, UTF_8)).doesNotContain("Secret");
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    @DisplayName("An empty value survives")
    void emptyValue(ValueTransformer cipher) throws Exception {
        assertThat(cipher.fromStorage(cipher.toStorage(new byte[0], KEY), KEY)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    @DisplayName("A value that was cut short is refused")
    void cutShort(ValueTransformer cipher) throws Exception {
        assertThatThrownBy(() -> cipher.fromStorage(new byte[5], KEY))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("the stored data was shorter than the required size");
    }

    @Test
    @DisplayName("aesgcm binds a value to its key: moved to another, it cannot be read")
    void gcmBindsToKey() throws Exception {
        ValueTransformer cipher = new AesGcm(secret(1), RANDOM);
        byte[] stored = cipher.toStorage(VALUE, KEY);

        assertThatThrownBy(() -> cipher.fromStorage(stored, "/registry/secrets/default/other".getBytes(UTF_8)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    @DisplayName("secretbox is NaCl's: the test vector of its authors opens, and one changed bit does not")
    void secretBoxVector() throws Exception {
        HexFormat hex = HexFormat.of();
        ValueTransformer box =
                new SecretBox(hex.parseHex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389"), RANDOM);
        byte[] stored = hex.parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37"
                + "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce"
                + "48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972"
                + "71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
                + "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b3"
                + "7973f622a43d14a6599b1f654cb45a74e355a5");

        assertThat(hex.formatHex(box.fromStorage(stored, KEY)))
                .startsWith("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd4")
                .hasSize(2 * 131);
        stored[60] ^= 1;
        assertThatThrownBy(() -> box.fromStorage(stored, KEY))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("message authentication failed");
    }

    @Test
    @DisplayName("A chain writes by its first key, reads by all, and tells what was written by another")
    void rotation() throws Exception {
        Link fresh = Link.of("k8s:enc:aescbc:v1:new:", new AesCbc(secret(2), RANDOM));
        Link aged = Link.of("k8s:enc:aescbc:v1:old:", new AesCbc(secret(1), RANDOM));
        Link plain = Link.of("", new Identity());
        byte[] byOld = new TransformerChain(List.of(aged)).seal(VALUE, KEY);
        TransformerChain chain = new TransformerChain(List.of(fresh, aged, plain));

        assertThat(new String(chain.seal(VALUE, KEY), UTF_8)).startsWith("k8s:enc:aescbc:v1:new:");
        assertThat(chain.open(chain.seal(VALUE, KEY), KEY))
                .extracting(Opened::stale)
                .isEqualTo(false);
        assertThat(chain.open(byOld, KEY).value()).isEqualTo(VALUE);
        assertThat(chain.open(byOld, KEY).stale()).isTrue();
        assertThat(chain.open(VALUE, KEY).stale()).isTrue();
    }

    @Test
    @DisplayName("identity before the old key writes plainly, and still reads what is encrypted")
    void leavingEncryption() throws Exception {
        Link aged = Link.of("k8s:enc:aescbc:v1:old:", new AesCbc(secret(1), RANDOM));
        byte[] encrypted = new TransformerChain(List.of(aged)).seal(VALUE, KEY);
        TransformerChain chain = new TransformerChain(List.of(Link.of("", new Identity()), aged));

        assertThat(chain.seal(VALUE, KEY)).isEqualTo(VALUE);
        assertThat(chain.open(encrypted, KEY).value()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("A value that no key of the chain made is told so")
    void unknownKey() throws Exception {
        TransformerChain chain =
                new TransformerChain(List.of(Link.of("k8s:enc:aesgcm:v1:a:", new AesGcm(secret(1), RANDOM))));

        assertThatThrownBy(() -> chain.open("k8s:enc:aesgcm:v1:b:xyz".getBytes(UTF_8), KEY))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("no matching prefix found");
    }

    private static byte[] secret(int fill) {
        byte[] secret = new byte[32];
        java.util.Arrays.fill(secret, (byte) fill);
        return secret;
    }
}
