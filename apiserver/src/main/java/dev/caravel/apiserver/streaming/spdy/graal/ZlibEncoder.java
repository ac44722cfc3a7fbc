package dev.caravel.apiserver.streaming.spdy.graal;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import io.netty.handler.codec.spdy.SpdyVersion;

/** Netty's own, which it shows to nobody. */
@TargetClass(className = "io.netty.handler.codec.spdy.SpdyHeaderBlockZlibEncoder")
final class ZlibEncoder {
    @Alias
    ZlibEncoder(SpdyVersion version, int compressionLevel) {}
}
