package dev.escriba.media;

import java.util.function.Supplier;

/** A file that is, or asks for, something else than it seems, and what has to become of it. */
public record HostileFile(String name, Verdict verdict, Supplier<byte[]> content) {

    /** How it is answered: by the key of the message, or with its words, where it honestly is a recording. */
    public enum Verdict {
        NOT_SUPPORTED("file.not-supported"),
        UNDECODABLE("file.undecodable"),
        NO_AUDIO("file.no-audio"),
        TOO_LONG("file.too-long"),
        /** The English sentence of the fixture. */
        SPOKEN(null),
        /** A recording without words, or without a sample: a header that claims no length may have none behind it. */
        SILENT(null);

        private final String key;

        Verdict(String key) {
            this.key = key;
        }

        public boolean isRefusal() {
            return key != null;
        }

        public String key() {
            return key;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
