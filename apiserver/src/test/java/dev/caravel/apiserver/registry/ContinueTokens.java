package dev.caravel.apiserver.registry;

/** Continue tokens, for tests of other packages. */
public final class ContinueTokens {
    private ContinueTokens() {}

    /** What the server would make of a list that goes on there. */
    public static String encode(long revision, String start) {
        return new ContinueToken(revision, start).encode();
    }

    /** Reads a token and writes it again. */
    public static String recode(String token) {
        return ContinueToken.decode(token).encode();
    }
}
