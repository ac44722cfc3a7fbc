package dev.caravel.dns.graal;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider.Configuration;

/** In an executable, too, the JDK resolves names by itself, and not with the resolver that dnsjava offers it. */
@TargetClass(className = "org.xbill.DNS.spi.DnsjavaInetAddressResolverProvider")
final class JdkResolver {
    @Substitute
    public InetAddressResolver get(Configuration configuration) {
        return configuration.builtinResolver();
    }
}
