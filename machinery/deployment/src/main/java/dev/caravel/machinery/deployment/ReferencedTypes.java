package dev.caravel.machinery.deployment;

import io.quarkus.deployment.ApplicationArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.jandex.DotName;

/** Finds the types of the API's model that an archive's classes name. */
final class ReferencedTypes {
    private static final Pattern MODEL_TYPE = Pattern.compile(ApiModel.PACKAGE.replace('.', '/') + "[\\w/$]+");

    private ReferencedTypes() {}

    static void collect(ApplicationArchive archive, Set<DotName> types) {
        archive.accept(tree -> tree.walk(visit -> {
            if (visit.getRelativePath().endsWith(".class")) {
                of(read(visit.getPath())).forEach(types::add);
            }
        }));
    }

    static Stream<DotName> of(byte[] classFile) {
        Iterable<PoolEntry> constants = ClassFile.of().parse(classFile).constantPool();
        return StreamSupport.stream(constants.spliterator(), false)
                .filter(Utf8Entry.class::isInstance)
                .map(constant -> ((Utf8Entry) constant).stringValue())
                .flatMap(text -> MODEL_TYPE.matcher(text).results())
                .map(MatchResult::group)
                .map(name -> DotName.createSimple(name.replace('/', '.')));
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
