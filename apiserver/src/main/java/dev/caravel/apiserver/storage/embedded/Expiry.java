package dev.caravel.apiserver.storage.embedded;

import java.nio.ByteBuffer;
import java.util.Comparator;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * When what was written at a revision goes.
 *
 * @param due in milliseconds since the epoch
 */
record Expiry(long due, long revision) implements Comparable<Expiry> {
    static final BasicDataType<Expiry> TYPE = new Type();

    private static final Comparator<Expiry> ORDER =
            Comparator.comparingLong(Expiry::due).thenComparingLong(Expiry::revision);

    @Override
    public int compareTo(Expiry other) {
        return ORDER.compare(this, other);
    }

    private static final class Type extends BasicDataType<Expiry> {
        private static final int SIZE = 32;

        @Override
        public int getMemory(Expiry expiry) {
            return SIZE;
        }

        @Override
        public int compare(Expiry one, Expiry other) {
            return one.compareTo(other);
        }

        @Override
        public void write(WriteBuffer buffer, Expiry expiry) {
            buffer.putVarLong(expiry.due()).putVarLong(expiry.revision());
        }

        @Override
        public Expiry read(ByteBuffer buffer) {
            return new Expiry(DataUtils.readVarLong(buffer), DataUtils.readVarLong(buffer));
        }

        @Override
        public Expiry[] createStorage(int size) {
            return new Expiry[size];
        }
    }
}
