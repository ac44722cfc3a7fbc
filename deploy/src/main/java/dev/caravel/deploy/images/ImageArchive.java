package dev.caravel.deploy.images;

/**
 * An image made on this machine, in one file that a container runtime imports.
 *
 * @param reference its full name
 * @param file its file name, without ending
 */
public record ImageArchive(String reference, String file, Content content) {
    /** What an image is for. */
    public enum Content {
        PAUSE,
        BUSYBOX,
        HELLO
    }
}
