package dev.caravel.apiserver.storage.embedded;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

/** What a key held as of a revision. Sorted by key, and the newest first: the first at or after {@code (key, r)} is what was valid at r. */
record VersionedKey(String key, long revision) implements Comparable<VersionedKey> {
    static final BasicDataType<VersionedKey> TYPE = new Type();

    /** The newest version of a key, or what comes after where it would be. */
    static VersionedKey newest(String key) {
        return new VersionedKey(key, Long.MAX_VALUE);
    }

    @Override
    public int compareTo(VersionedKey other) {
        int byKey = key.compareTo(other.key);
        return byKey != 0 ? byKey : Long.compare(other.revision, revision);
    }

    private static final class Type extends BasicDataType<VersionedKey> {
        /** Of a key's object, the string and its bytes, about. */
        private static final int OVERHEAD = 80;

        @Override
        public int getMemory(VersionedKey key) {
            return OVERHEAD + key.key().length();
        }

        @Override
        public int compare(VersionedKey one, VersionedKey other) {
            return one.compareTo(other);
        }

        @Override
        public void write(WriteBuffer buffer, VersionedKey key) {
            StringDataType.INSTANCE.write(buffer, key.key());
            buffer.putVarLong(key.revision());
        }

        @Override
        public VersionedKey read(ByteBuffer buffer) {
            String key = StringDataType.INSTANCE.read(buffer);
            return new VersionedKey(key, DataUtils.readVarLong(buffer));
        }

        @Override
        public VersionedKey[] createStorage(int size) {
            return new VersionedKey[size];
        }
    }
}
