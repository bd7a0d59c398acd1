package dev.escriba.transcription.entity;

import java.util.List;
import java.util.Set;

/**
 * What a caller asks for beyond a plain transcript.
 *
 * @param languages ISO 639-1 codes that the recording may be in; empty for all that the model knows
 * @param keywords literal terms that the recording probably contains
 * @param words whether the segments have their words with times
 * @param separateChannels whether each channel is recognised by itself
 */
public record TranscriptionOptions(
        Set<String> languages, List<String> keywords, boolean words, boolean separateChannels) {

    /** A plain transcript. */
    public static final TranscriptionOptions NONE = new TranscriptionOptions(Set.of(), List.of(), false, false);

    public TranscriptionOptions {
        languages = Set.copyOf(languages);
        keywords = List.copyOf(keywords);
    }
}
