package dev.caravel.kubelet.cri;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The runtime refused a call or did not answer; the message is the runtime's own. */
public final class CriException extends RuntimeException {
    private final Status.Code code;

    private CriException(Status.Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static CriException of(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        String description = status.getDescription();
        return new CriException(
                status.getCode(), description == null ? status.getCode().toString() : description, failure);
    }

    /** The way gRPC clients of upstream print a failure, which users know from events. */
    public String rpcText() {
        return "rpc error: code = " + codeName() + " desc = " + getMessage();
    }

    public boolean isNotFound() {
        return code == Status.Code.NOT_FOUND;
    }

    public boolean isDeadlineExceeded() {
        return code == Status.Code.DEADLINE_EXCEEDED;
    }

    private String codeName() {
        StringBuilder name = new StringBuilder();
        for (String word : code.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }
}
