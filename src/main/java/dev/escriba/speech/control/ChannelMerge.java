package dev.escriba.speech.control;

import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Spacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges the recognitions of the channels of one recording. The segments are in order of their beginnings, each with
 * its channel. Those that begin at the same time are in the order of the channels.
 */
final class ChannelMerge {

    private final List<Segment> segments = new ArrayList<>();
    private Duration duration = Duration.ZERO;
    private Duration audio = Duration.ZERO;
    private int completionTokens;
    private int promptTokens;
    private boolean unknownLanguage;

    void add(int channel, Recognition recognition) {
        recognition.segments().forEach(segment -> segments.add(segment.of(channel)));
        audio = audio.plus(recognition.duration());
        duration = recognition.duration().compareTo(duration) > 0 ? recognition.duration() : duration;
        completionTokens = Math.addExact(completionTokens, recognition.completionTokens());
        promptTokens = Math.addExact(promptTokens, recognition.promptTokens());
        unknownLanguage |= recognition.unknownLanguage();
    }

    /** The audio of all channels up to now, one after the other. */
    Duration audio() {
        return audio;
    }

    /** The recognition of the recording: its tokens are the sum over the channels, its duration is that of one. */
    Recognition recognition() {
        // a stable sort: the segments of a channel keep their order
        segments.sort(Comparator.comparing(Segment::start));
        return new Recognition(
                Spacing.text(segments),
                language(),
                segments,
                duration,
                completionTokens,
                promptTokens,
                segments.isEmpty() && unknownLanguage);
    }

    /** The language with the longest segments together. */
    private Optional<String> language() {
        Map<String, Duration> lengths = new LinkedHashMap<>();
        for (Segment segment : segments) {
            if (segment.language().isEmpty()) {
                continue;
            }
            lengths.merge(segment.language(), segment.end().minus(segment.start()), Duration::plus);
        }
        return lengths.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }
}
