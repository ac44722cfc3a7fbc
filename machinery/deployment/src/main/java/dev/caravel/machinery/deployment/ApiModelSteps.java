package dev.caravel.machinery.deployment;

import dev.caravel.machinery.client.ApiKinds;
import dev.caravel.machinery.client.ApiKindsRecorder;
import dev.caravel.machinery.client.ClusterClients;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.ApplicationArchive;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveFieldBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveMethodBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.deployment.recording.RecorderContext;
import jakarta.inject.Singleton;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * Registers for reflection what a role's own code names of Fabric8's model of the API, and no more.
 *
 * <p>Quarkus' own extension for Fabric8 registers all of the model's kinds with all their builders (see
 * docs/decisions/0040).
 */
final class ApiModelSteps {
    private static final String REASON = "JSON of the Kubernetes API";
    private static final String JACKSON = "com.fasterxml.jackson.";
    private static final String IGNORE = JACKSON + "annotation.JsonIgnore";
    private static final Pattern ACCESSOR = Pattern.compile("(get|set|is)[A-Z].*");
    private static final String OUR_GROUP = "dev.caravel";
    private static final String CLIENT = "io.fabric8.kubernetes.client.impl.KubernetesClientImpl";
    /** What the client itself reads and writes: kubeconfigs, watches, refusals, the parameters of its requests. */
    private static final List<String> USED_BY_THE_CLIENT = List.of(
            "Config",
            "WatchEvent",
            "Status",
            "KubernetesList",
            "ListOptions",
            "DeleteOptions",
            "GenericKubernetesResourceList");

    @BuildStep
    ApiModelBuildItem model(ApplicationArchivesBuildItem archives, CombinedIndexBuildItem combined) {
        IndexView index = combined.getIndex();
        Set<DotName> roots = new HashSet<>();
        if (index.getClassByName(CLIENT) != null) {
            USED_BY_THE_CLIENT.forEach(name -> roots.add(DotName.createSimple(ApiModel.PACKAGE + name)));
            archives.getAllApplicationArchives().stream()
                    .filter(ApiModelSteps::isOurs)
                    .forEach(archive -> ReferencedTypes.collect(archive, roots));
        }
        return new ApiModelBuildItem(ApiModel.reachableFrom(roots, index));
    }

    /** The root archive of an application has no key. */
    private static boolean isOurs(ApplicationArchive archive) {
        return archive.getKey() == null || archive.getKey().getGroupId().equals(OUR_GROUP);
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void clients(
            ApiModelBuildItem model,
            ApiKindsRecorder recorder,
            RecorderContext context,
            BuildProducer<SyntheticBeanBuildItem> synthetic,
            BuildProducer<AdditionalBeanBuildItem> additional) {
        if (model.model().isEmpty()) {
            return;
        }
        List<Class<?>> kinds = model.model().kinds().stream()
                .<Class<?>>map(kind -> context.classProxy(kind.toString()))
                .toList();
        synthetic.produce(SyntheticBeanBuildItem.configure(ApiKinds.class)
                .scope(Singleton.class)
                .runtimeValue(recorder.kinds(kinds))
                .done());
        additional.produce(AdditionalBeanBuildItem.builder()
                .addBeanClass(ClusterClients.class)
                .setDefaultScope(DotName.createSimple(Singleton.class))
                .build());
    }

    @BuildStep
    void register(
            ApiModelBuildItem model,
            CombinedIndexBuildItem combined,
            BuildProducer<ReflectiveClassBuildItem> classes,
            BuildProducer<ReflectiveFieldBuildItem> fields,
            BuildProducer<ReflectiveMethodBuildItem> methods) {
        if (model.model().isEmpty()) {
            return;
        }
        classes.produce(constructors(List.of(CLIENT)));
        classes.produce(constructors(names(model.model().codecs())));
        classes.produce(constructors(names(model.model().types())));
        for (DotName name : model.model().types()) {
            ClassInfo type = combined.getIndex().getClassByName(name);
            type.fields().stream()
                    .filter(field -> !Modifier.isStatic(field.flags()))
                    .map(ApiModelSteps::reflective)
                    .forEach(fields::produce);
            type.methods().stream()
                    .filter(ApiModelSteps::isAccessor)
                    .map(ApiModelSteps::reflective)
                    .forEach(methods::produce);
        }
    }

    private static ReflectiveClassBuildItem constructors(Collection<String> names) {
        return ReflectiveClassBuildItem.builder(names.toArray(String[]::new))
                .reason(REASON)
                .build();
    }

    private static List<String> names(Collection<DotName> names) {
        return names.stream().map(DotName::toString).toList();
    }

    private static ReflectiveFieldBuildItem reflective(FieldInfo field) {
        return new ReflectiveFieldBuildItem(REASON, field);
    }

    private static ReflectiveMethodBuildItem reflective(MethodInfo method) {
        return new ReflectiveMethodBuildItem(REASON, method);
    }

    /** Getters and setters, and what Jackson's annotations make one; not what merely builds a changed copy. */
    private static boolean isAccessor(MethodInfo method) {
        Set<String> annotations = method.declaredAnnotations().stream()
                .map(annotation -> annotation.name().toString())
                .filter(name -> name.startsWith(JACKSON) && !name.equals(IGNORE))
                .collect(Collectors.toSet());
        return !Modifier.isStatic(method.flags())
                && (!annotations.isEmpty()
                        || ACCESSOR.matcher(method.name()).matches() && !method.hasAnnotation(IGNORE));
    }

    @BuildStep
    void readsTheMachine(ApiModelBuildItem model, BuildProducer<RuntimeInitializedClassBuildItem> atRunTime) {
        if (!model.model().isEmpty()) {
            atRunTime.produce(new RuntimeInitializedClassBuildItem("io.fabric8.kubernetes.client.utils.Utils"));
        }
    }

    @BuildStep
    ExtensionSslNativeSupportBuildItem tls() {
        return new ExtensionSslNativeSupportBuildItem("caravel-machinery");
    }
}
