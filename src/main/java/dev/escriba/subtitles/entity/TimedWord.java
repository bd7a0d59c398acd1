package dev.escriba.subtitles.entity;

/**
 * A word with its times in milliseconds; in scripts without spaces, characters that stay together.
 *
 * @param text without white space
 * @param spaced whether a space separates it from the word before it
 * @param startMillis from the beginning of the recording
 * @param endMillis not before the start
 */
public record TimedWord(String text, boolean spaced, long startMillis, long endMillis) {

    /** The text, with the space before it if it has one. */
    public String spacedText() {
        return spaced ? " " + text : text;
    }
}
