package dev.caravel.deploy.conformance;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the results out of the JUnit report that e2e.test writes, of which most tests were not asked for. */
final class JUnitReport {
    private static final String NOT_ASKED_FOR = "skipped";
    private static final String WITH_REASON = "skipped - ";
    private static final String TEST = "[It] ";

    private JUnitReport() {}

    /** Refuses what is not such a report. */
    static List<TestResult> read(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            List<TestResult> results = new ArrayList<>();
            boolean suites = false;
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    suites |= xml.getLocalName().equals("testsuites");
                    if (xml.getLocalName().equals("testcase")) {
                        testCase(xml).ifPresent(results::add);
                    }
                }
            }
            if (!suites) {
                throw new Problem(file + " is not a JUnit report: it has no <testsuites>");
            }
            return results;
        } catch (XMLStreamException e) {
            throw new Problem(file + " is not a JUnit report: " + e.getMessage().replace('\n', ' '), e);
        }
    }

    private static Optional<TestResult> testCase(XMLStreamReader xml) throws XMLStreamException {
        String name = attribute(xml, "name");
        String status = attribute(xml, "status");
        double seconds = seconds(attribute(xml, "time"));
        String message = "";
        for (int event = xml.next(); !ends(xml, event, "testcase"); event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "skipped" -> message = attribute(xml, "message");
                    case "failure", "error" -> message = failure(xml);
                    default -> {}
                }
            }
        }
        return result(name, status, seconds, message);
    }

    private static Optional<TestResult> result(String name, String status, double seconds, String message) {
        boolean test = name.startsWith(TEST);
        String bare = test ? name.substring(TEST.length()) : name;
        return switch (status) {
            case "passed" -> test ? Optional.of(new TestResult(bare, Outcome.PASSED, seconds, "")) : Optional.empty();
            case "skipped" ->
                message.equals(NOT_ASKED_FOR) || !test
                        ? Optional.empty()
                        : Optional.of(new TestResult(bare, Outcome.SKIPPED, seconds, reason(message)));
            case "pending" -> Optional.empty();
            default -> Optional.of(new TestResult(bare, Outcome.FAILED, seconds, message));
        };
    }

    private static String reason(String message) {
        return message.startsWith(WITH_REASON) ? message.substring(WITH_REASON.length()) : message;
    }

    /** The text of a failure stands below its element, or in the attribute, where a suite was told to put it there. */
    private static String failure(XMLStreamReader xml) throws XMLStreamException {
        String attribute = attribute(xml, "message");
        String text = xml.getElementText();
        return FailureText.firstMessage(attribute.isBlank() ? text : attribute);
    }

    private static boolean ends(XMLStreamReader xml, int event, String element) {
        return event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(element);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name)).orElse("");
    }

    private static double seconds(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new Problem("a JUnit report has a test with the time '" + text + "', which is no number", e);
        }
    }
}
