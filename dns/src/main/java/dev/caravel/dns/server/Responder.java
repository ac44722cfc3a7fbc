package dev.caravel.dns.server;

import dev.caravel.dns.forward.Forwarder;
import dev.caravel.dns.zone.Answer;
import dev.caravel.dns.zone.Zone;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Turns a query into an answer, both as bytes. Thread-safe. */
public final class Responder {
    private static final Logger log = Logger.getLogger(Responder.class);
    private static final int HEADER_LENGTH = 12;
    private static final int MAX_TCP = 65_535;
    private static final int MIN_UDP = 512;

    /** What this server takes, in its OPT records (DNS flag day 2020). */
    private static final int UDP_PAYLOAD = 1232;

    /** How an answer is found. */
    public sealed interface Reply {}

    /** Known at once; empty when the query deserves no answer at all. */
    public record Ready(Optional<byte[]> answer) implements Reply {}

    /** To be asked of another server, which blocks. */
    public record Deferred(Work work) implements Reply {}

    @FunctionalInterface
    public interface Work {
        byte[] answer();
    }

    private final Zone zone;
    private final Forwarder forwarder;
    private final BooleanSupplier ready;

    /** @param ready false while the zone is not yet complete: questions for it are answered with SERVFAIL */
    public Responder(Zone zone, Forwarder forwarder, BooleanSupplier ready) {
        this.zone = zone;
        this.forwarder = forwarder;
        this.ready = ready;
    }

    public Reply reply(byte[] query, boolean tcp) {
        Message message;
        try {
            message = new Message(query);
        } catch (IOException e) {
            return new Ready(formatError(query));
        }
        Header header = message.getHeader();
        Record question = message.getQuestion();
        if (header.getFlag(Flags.QR)) {
            return new Ready(Optional.empty());
        }
        if (header.getOpcode() != Opcode.QUERY) {
            return encoded(message, failure(message, Rcode.NOTIMP), tcp);
        }
        if (question == null || question.getDClass() != DClass.IN) {
            return encoded(message, failure(message, Rcode.REFUSED), tcp);
        }
        Optional<Answer> answer = zone.lookup(question.getName(), question.getType());
        if (answer.isEmpty()) {
            return new Deferred(() -> forward(message, query, tcp));
        }
        if (!ready.getAsBoolean()) {
            return encoded(message, failure(message, Rcode.SERVFAIL), tcp);
        }
        Optional<Name> alias = aliasToFollow(answer.get(), question.getType());
        if (alias.isPresent()) {
            return new Deferred(() -> follow(message, answer.get(), alias.get(), tcp));
        }
        return encoded(message, fromZone(message, answer.get()), tcp);
    }

    private byte[] forward(Message query, byte[] bytes, boolean tcp) {
        try {
            return forwarder.ask(bytes, tcp);
        } catch (IOException e) {
            log.debugf("%s: %s", query.getQuestion(), e.getMessage());
            return encode(query, failure(query, Rcode.SERVFAIL), tcp);
        }
    }

    private static Optional<Name> aliasToFollow(Answer answer, int type) {
        return type != Type.CNAME
                        && answer.records().size() == 1
                        && answer.records().getFirst() instanceof CNAMERecord cname
                ? Optional.of(cname.getTarget())
                : Optional.empty();
    }

    /** A stub resolver expects the whole chain of aliases in one answer. */
    private byte[] follow(Message query, Answer answer, Name target, boolean tcp) {
        Message response = fromZone(query, answer);
        int type = query.getQuestion().getType();
        zone.lookup(target, type)
                .map(Answer::records)
                .orElseGet(() -> resolve(target, type))
                .forEach(record -> response.addRecord(record, Section.ANSWER));
        return encode(query, response, tcp);
    }

    private List<Record> resolve(Name target, int type) {
        Message query = Message.newQuery(Record.newRecord(target, type, DClass.IN));
        try {
            return new Message(forwarder.ask(query.toWire(), false)).getSection(Section.ANSWER);
        } catch (IOException e) {
            log.debugf("%s: %s", target, e.getMessage());
            return List.of(); // the alias alone is an answer too
        }
    }

    private static Message fromZone(Message query, Answer answer) {
        Message response = response(query);
        response.getHeader().setFlag(Flags.AA);
        response.getHeader()
                .setRcode(
                        switch (answer.outcome()) {
                            case FOUND -> Rcode.NOERROR;
                            case NO_SUCH_NAME -> Rcode.NXDOMAIN;
                        });
        answer.records().forEach(record -> response.addRecord(record, Section.ANSWER));
        answer.authority().forEach(record -> response.addRecord(record, Section.AUTHORITY));
        answer.additional().forEach(record -> response.addRecord(record, Section.ADDITIONAL));
        return response;
    }

    private static Message failure(Message query, int rcode) {
        Message response = response(query);
        response.getHeader().setRcode(rcode);
        return response;
    }

    private static Message response(Message query) {
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            response.getHeader().setFlag(Flags.RD);
        }
        if (query.getQuestion() != null) {
            response.addRecord(query.getQuestion(), Section.QUESTION);
        }
        if (query.getOPT() != null) {
            response.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        return response;
    }

    private static Reply encoded(Message query, Message response, boolean tcp) {
        return new Ready(Optional.of(encode(query, response, tcp)));
    }

    private static byte[] encode(Message query, Message response, boolean tcp) {
        OPTRecord opt = query.getOPT();
        int limit = tcp ? MAX_TCP : opt == null ? MIN_UDP : Math.max(MIN_UDP, opt.getPayloadSize());
        return response.toWire(limit);
    }

    /** The header is all that can be trusted of a query that cannot be read. */
    private static Optional<byte[]> formatError(byte[] query) {
        if (query.length < HEADER_LENGTH) {
            return Optional.empty();
        }
        Message response = new Message((query[0] & 0xff) << 8 | query[1] & 0xff);
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setRcode(Rcode.FORMERR);
        return Optional.of(response.toWire());
    }
}
