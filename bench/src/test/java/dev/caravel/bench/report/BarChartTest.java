package dev.caravel.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("A bar chart")
class BarChartTest {
    private static Document drawn(Map<String, List<Double>> groups) throws Exception {
        String svg = new BarChart("CPU <µs> & more", List.of("ours", "upstream"), groups).svg();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList found = svg.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static List<Double> bars(Document svg) {
        return elements(svg, "rect").stream()
                .filter(rect -> rect.getAttribute("height").equals("12"))
                .map(rect -> Double.parseDouble(rect.getAttribute("width")))
                .toList();
    }

    @Test
    @DisplayName("draws bars as long, relative to the longest of their group, as their values are")
    void lengths() throws Exception {
        List<Double> bars = bars(drawn(Map.of("GET", List.of(25.0, 100.0))));

        assertThat(bars).hasSize(2);
        assertThat(bars.getFirst() / bars.getLast()).isEqualTo(0.25);
    }

    @Test
    @DisplayName("writes title, servers, operations and values, whatever characters they have")
    void texts() throws Exception {
        Document svg = drawn(Map.of("a<b", List.of(1.5, 100.0)));

        assertThat(elements(svg, "text"))
                .extracting(Element::getTextContent)
                .containsExactly("CPU <µs> & more", "ours", "upstream", "a<b", "1.50", "100");
    }

    @Test
    @DisplayName("leaves a gap where nothing was measured")
    void gap() throws Exception {
        assertThat(bars(drawn(Map.of("GET", List.of(Double.NaN, 100.0))))).hasSize(1);
    }
}
