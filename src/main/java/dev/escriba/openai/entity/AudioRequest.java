package dev.escriba.openai.entity;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a request. The checks that need the model come later.
 *
 * @param model a name that the caller chose
 * @param languages ISO 639-1 codes that the recording may be in; empty for all
 * @param languageField the field that named them, for errors
 * @param prompt {@code ""} where the caller sent none
 * @param logprobs whether the answer lists the tokens with their log-probabilities
 * @param words whether the answer lists the words with their times; with a stream, whether the stored transcript does
 * @param segments whether the answer lists the segments
 * @param separateChannels whether each channel is recognised by itself
 * @param speakers names of the channels in their order; other channels are named A, B and so on
 * @param user the user of the caller, for reports
 * @param channel the channel of the caller, for reports
 */
public record AudioRequest(
        Task task,
        String model,
        ResponseFormat format,
        boolean stream,
        Set<String> languages,
        String languageField,
        String prompt,
        List<String> keywords,
        boolean logprobs,
        boolean words,
        boolean segments,
        boolean separateChannels,
        List<String> speakers,
        Optional<String> user,
        Optional<String> channel) {

    public AudioRequest {
        languages = Set.copyOf(languages);
        keywords = List.copyOf(keywords);
        speakers = List.copyOf(speakers);
    }
}
