package dev.caravel.apiserver.flowcontrol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Deals each flow a hand of queues, so that two flows seldom share all of theirs. Pure. */
final class ShuffleShards {
    private ShuffleShards() {}

    static long hash(String flow) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(flow.getBytes(UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Different queues, each below {@code queues}; the same for the same hash. */
    static int[] deal(long hash, int queues, int handSize) {
        int[] hand = new int[Math.min(handSize, queues)];
        long rest = hash;
        for (int i = 0; i < hand.length; i++) {
            int card = (int) (rest % (queues - i));
            rest /= queues - i;
            hand[i] = skipping(hand, i, card);
        }
        return hand;
    }

    /** The card-th of those that are not dealt yet. */
    private static int skipping(int[] hand, int dealt, int card) {
        int[] sorted = Arrays.copyOf(hand, dealt);
        Arrays.sort(sorted);
        int found = card;
        for (int taken : sorted) {
            if (taken <= found) {
                found++;
            }
        }
        return found;
    }
}
