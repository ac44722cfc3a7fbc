package dev.caravel.apiserver.fuzz.http;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server holds.
 *
 * @param heapKiB after a collection; 0 where nobody tells
 * @param serving requests in flight, those that last included, without the one that asks
 * @param seats of flow control, without that
 */
record Vitals(int threads, int descriptors, long heapKiB, long residentKiB, double serving, double seats) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    static Vitals of(ApiServerProcess server, Front front) throws IOException, InterruptedException {
        Path process = Path.of("/proc", Long.toString(server.pid()));
        long heap = heap(server.pid());
        String metrics = metrics(front);
        return new Vitals(
                (int) status(process, "Threads"),
                descriptors(process),
                heap,
                status(process, "VmRSS"),
                serving(metrics),
                seats(metrics));
    }

    /** Whether nobody is served, and nobody waits, but the one who asks. */
    static boolean isQuiet(Front front) throws IOException {
        String metrics = metrics(front);
        return serving(metrics) <= 1 && seats(metrics) <= 1;
    }

    private static String metrics(Front front) throws IOException {
        return Ask.get("/metrics").send(front).text();
    }

    private static double serving(String metrics) {
        return sum(metrics, "apiserver_current_inflight_requests") + sum(metrics, "apiserver_longrunning_requests");
    }

    private static double seats(String metrics) {
        return sum(metrics, "apiserver_flowcontrol_current_executing_seats")
                + sum(metrics, "apiserver_flowcontrol_current_inqueue_requests");
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static long status(Path process, String name) throws IOException {
        return Files.readString(process.resolve("status"))
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    static int descriptors(ApiServerProcess server) throws IOException {
        return descriptors(Path.of("/proc", Long.toString(server.pid())));
    }

    private static int descriptors(Path process) throws IOException {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return (int) open.count();
        }
    }

    /** Of an executable there is no such figure. */
    private static long heap(long pid) throws IOException, InterruptedException {
        if ("native".equals(System.getenv("CARAVEL_PROGRAMS"))) {
            return 0;
        }
        command(pid, "GC.run");
        command(pid, "GC.run");
        Matcher used = USED.matcher(command(pid, "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
            if (!command(pid, "GC.heap_info").contains("generation")) {
                break; // one heap, then the metaspace
            }
        }
        return sum;
    }

    private static String command(long pid, String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    @Override
    public String toString() {
        return "%d threads, %d descriptors, heap %d KiB after GC, resident %d KiB, %.0f in flight, %.0f seats"
                .formatted(threads, descriptors, heapKiB, residentKiB, serving, seats);
    }
}
