package dev.caravel.deploy.system;

/** What stops a command, said to the person at the terminal in one line: what is wrong and what to do about it. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Problem(String whatAndWhatToDo) {
        super(whatAndWhatToDo);
    }

    public Problem(String whatAndWhatToDo, Throwable cause) {
        super(whatAndWhatToDo, cause);
    }
}
