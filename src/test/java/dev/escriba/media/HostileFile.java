package dev.escriba.media;

import java.util.function.Supplier;

/** A file that is not what it seems to be, or that refers to another file, and the expected answer. */
public record HostileFile(String name, Verdict verdict, Supplier<byte[]> content) {

    /** The expected answer: the key of an error message, or the text when the file is a valid recording. */
    public enum Verdict {
        NOT_SUPPORTED("file.not-supported"),
        UNDECODABLE("file.undecodable"),
        NO_AUDIO("file.no-audio"),
        TOO_LONG("file.too-long"),
        ENCRYPTED("file.encrypted"),
        COMPRESSED_INDEX("file.compressed-index"),
        TOO_FAST("file.sample-rate"),
        TOO_LOW("file.sample-rate-low"),
        /** The English sentence of the fixture. */
        SPOKEN(null),
        /** A recording without words or without a sample. A header that claims no length may have none. */
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
