package dev.caravel.apiserver.storage.embedded;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How values are written: their length plus one, and their bytes. Zero is the mark of a key that is gone. */
final class StoredValue extends BasicDataType<byte[]> {
    static final StoredValue TYPE = new StoredValue();

    /** Compared by identity. */
    static final byte[] GONE = {};

    private static final int OVERHEAD = 24;

    private StoredValue() {}

    @Override
    public int getMemory(byte[] value) {
        return OVERHEAD + value.length;
    }

    @Override
    public void write(WriteBuffer buffer, byte[] value) {
        if (value == GONE) {
            buffer.putVarInt(0);
        } else {
            buffer.putVarInt(value.length + 1).put(value);
        }
    }

    @Override
    public byte[] read(ByteBuffer buffer) {
        int length = DataUtils.readVarInt(buffer) - 1;
        if (length < 0) {
            return GONE;
        }
        byte[] value = new byte[length];
        buffer.get(value);
        return value;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }
}
