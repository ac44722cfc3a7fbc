package dev.caravel.machinery.memory;

import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/** The C library's functions, for executables only. */
final class Libc {
    /** madvise(2): the pages are dropped from the process; an access reads them from the file again. */
    private static final int MADV_DONTNEED = 4;

    private Libc() {}

    static void release(FileMapping mapping) {
        madvise(WordFactory.pointer(mapping.start()), WordFactory.unsigned(mapping.length()), MADV_DONTNEED);
    }

    @CFunction
    private static native int madvise(PointerBase address, UnsignedWord length, int advice);
}
