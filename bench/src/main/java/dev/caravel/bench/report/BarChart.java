package dev.caravel.bench.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Horizontal bars in groups, as SVG. The longest bar of a group is as wide as the picture allows; values are written beside. */
public final class BarChart {
    private static final int WIDTH = 760;
    private static final int LABELS = 250;
    private static final int VALUES = 90;
    private static final int BAR = 14;
    private static final int GAP = 16;
    private static final int TOP = 52;
    private static final List<String> COLORS = List.of("#2b6cb0", "#68a4d9", "#9f7aea", "#a0aec0");

    private final String title;
    private final List<String> series;
    private final Map<String, List<Double>> groups;

    /** @param groups in order, a value for each of the series; NaN for none */
    public BarChart(String title, List<String> series, Map<String, List<Double>> groups) {
        this.title = requireNonNull(title, "title is null");
        this.series = List.copyOf(series);
        this.groups = requireNonNull(groups, "groups is null");
    }

    public String svg() {
        int height = TOP + groups.size() * (series.size() * BAR + GAP);
        StringBuilder svg = new StringBuilder().append("""
                        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                        <rect width="100%%" height="100%%" fill="white"/>
                        <text x="8" y="18" font-size="14" font-weight="bold">%s</text>
                        """.formatted(WIDTH, height, escaped(title)));
        legend(svg);
        int y = TOP;
        for (Map.Entry<String, List<Double>> group : groups.entrySet()) {
            y = group(svg, y, group.getKey(), group.getValue());
        }
        return svg.append("</svg>\n").toString();
    }

    private void legend(StringBuilder svg) {
        int x = LABELS;
        for (int i = 0; i < series.size(); i++) {
            svg.append("<rect x=\"%d\" y=\"28\" width=\"10\" height=\"10\" fill=\"%s\"/>".formatted(x, color(i)));
            svg.append("<text x=\"%d\" y=\"37\">%s</text>%n".formatted(x + 14, escaped(series.get(i))));
            x += 34 + 7 * series.get(i).length();
        }
    }

    private int group(StringBuilder svg, int top, String name, List<Double> values) {
        double longest = values.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        int y = top;
        svg.append("<text x=\"8\" y=\"%d\">%s</text>%n".formatted(y + BAR - 3, escaped(name)));
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (!Double.isNaN(value)) {
                double width = Math.max(1, value / longest * (WIDTH - LABELS - VALUES));
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                        LABELS,
                        y,
                        width,
                        BAR - 2,
                        color(i)));
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                        LABELS + width + 5,
                        y + BAR - 3,
                        Comparison.number(value)));
            }
            y += BAR;
        }
        return y + GAP;
    }

    private static String color(int index) {
        return COLORS.get(index % COLORS.size());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
