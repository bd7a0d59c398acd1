package dev.escriba.speech.remote;

/** The secret that a server asks for. {@code toString} does not reveal it. */
final class UpstreamKey {

    private final String secret;

    UpstreamKey(String secret) {
        this.secret = secret;
    }

    /** The value of the header that carries it. */
    String header(String name) {
        return name.equalsIgnoreCase("Authorization") ? "Bearer " + secret : secret;
    }

    @Override
    public String toString() {
        return "(not shown)";
    }
}
