package dev.caravel.machinery.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceFluent;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.internal.KubernetesDeserializer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.jandex.CompositeIndex;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexReader;
import org.jboss.jandex.IndexView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The part of the API's model that a role needs")
class ApiModelTest {
    private static IndexView index;

    @BeforeAll
    static void readIndexOfTheModel() throws IOException {
        List<IndexView> parts = new ArrayList<>();
        for (URL url : Collections.list(ApiModelTest.class.getClassLoader().getResources("META-INF/jandex.idx"))) {
            try (InputStream input = url.openStream()) {
                parts.add(new IndexReader(input).read());
            }
        }
        index = CompositeIndex.create(parts);
    }

    @Test
    @DisplayName("is a kind, its list, and all that these consist of")
    void closure() {
        ApiModel model = reachableFrom(Service.class);

        assertThat(model.types())
                .containsAll(names(
                        Service.class,
                        ServiceList.class,
                        ServiceSpec.class,
                        ServicePort.class,
                        IntOrString.class,
                        ObjectMeta.class,
                        ListMeta.class));
    }

    @Test
    @DisplayName("is not what the kind does not consist of: other kinds, and what builds it")
    void noMore() {
        assertThat(reachableFrom(Service.class).types())
                .doesNotContainAnyElementsOf(names(Pod.class, ServiceBuilder.class, ServiceFluent.class));
        assertThat(reachableFrom(ServiceBuilder.class).isEmpty()).isTrue();
    }

    @Test
    @DisplayName("knows as kinds what stands by itself only")
    void kinds() {
        assertThat(reachableFrom(Service.class, ServicePort.class).kinds())
                .containsExactlyElementsOf(names(Service.class));
    }

    @Test
    @DisplayName("holds the serializers and deserializers that the types' annotations name")
    void codecs() {
        assertThat(reachableFrom(Service.class).codecs())
                .contains(DotName.createSimple(KubernetesDeserializer.class.getName()));
    }

    @Test
    @DisplayName("is empty for an application that has no use for it")
    void empty() {
        assertThat(ApiModel.reachableFrom(Set.of(), index).isEmpty()).isTrue();
    }

    @Test
    @DisplayName("begins with the types that a class file names")
    void roots() throws IOException {
        try (InputStream classFile = ApiModelTest.class.getResourceAsStream("ApiModelTest$OfAService.class")) {
            assertThat(ReferencedTypes.of(classFile.readAllBytes())).containsOnly(name(Service.class));
        }
    }

    private interface OfAService {
        List<Service> services();
    }

    private static ApiModel reachableFrom(Class<?>... roots) {
        return ApiModel.reachableFrom(names(roots), index);
    }

    private static Set<DotName> names(Class<?>... types) {
        return Stream.of(types).map(ApiModelTest::name).collect(Collectors.toSet());
    }

    private static DotName name(Class<?> type) {
        return DotName.createSimple(type.getName());
    }
}
