package dev.caravel.apiserver.streaming.spdy.graal;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.netty.handler.codec.spdy.SpdyVersion;

/** In an executable, SPDY's headers are compressed by the JDK: jzlib, which Netty falls back to before Java 7, is not there. */
@TargetClass(className = "io.netty.handler.codec.spdy.SpdyHeaderBlockEncoder")
final class HeaderBlockEncoder {
    @Substitute
    static HeaderBlockEncoder newInstance(SpdyVersion version, int compressionLevel, int windowBits, int memLevel) {
        return (HeaderBlockEncoder) (Object) new ZlibEncoder(version, compressionLevel);
    }
}
