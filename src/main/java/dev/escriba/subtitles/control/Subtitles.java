package dev.escriba.subtitles.control;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Spacing;
import dev.escriba.subtitles.entity.Cue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the segments of a transcript as subtitles and as plain text. */
public final class Subtitles {

    /** No channel has a name. */
    private static final Map<Integer, String> NO_SPEAKERS = Map.of();

    /** SubRip has no escapes, and some players read every line with an arrow as a line of times. */
    private static final Pattern ARROW = Pattern.compile("-{2,}>");

    private Subtitles() {}

    /** SubRip without speakers; empty for a transcript without text. */
    public static String subRip(List<Segment> segments) {
        return subRip(segments, NO_SPEAKERS);
    }

    /**
     * SubRip: a cue of a channel that has a name begins with the name and a colon.
     *
     * @param speakers names by channel
     */
    public static String subRip(List<Segment> segments, Map<Integer, String> speakers) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        CueLayout layout = new CueLayout(true);
        for (Cue cue : CueTimes.apart(
                layout.cues(segments, speakers, word -> ARROW.matcher(word).replaceAll("->")))) {
            number++;
            text.append(number).append('\n');
            times(cue, ',', text);
            cue.lines().forEach(line -> text.append(line).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }

    /** WebVTT without speakers; only the header for a transcript without text. */
    public static String webVtt(List<Segment> segments) {
        return webVtt(segments, NO_SPEAKERS);
    }

    /**
     * WebVTT: a cue of a channel that has a name is in a voice span.
     *
     * @param speakers names by channel
     */
    public static String webVtt(List<Segment> segments, Map<Integer, String> speakers) {
        StringBuilder text = new StringBuilder("WEBVTT\n\n");
        CueLayout layout = new CueLayout(false);
        for (Cue cue : CueTimes.apart(layout.cues(segments, speakers, word -> word))) {
            times(cue, '.', text);
            cue.speaker()
                    .ifPresent(name -> text.append("<v ").append(escaped(name)).append('>'));
            cue.lines().forEach(line -> text.append(escaped(line)).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }

    /** The text without times, without a line feed at its end. It is the text that the run returned. */
    public static String plainText(List<Segment> segments) {
        return Spacing.text(segments);
    }

    /**
     * The text without times: each turn of a speaker is a line, which begins with the name and a colon where the
     * channel has a name.
     *
     * @param speakers names by channel
     */
    public static String plainText(List<Segment> segments, Map<Integer, String> speakers) {
        if (speakers.isEmpty()) {
            return plainText(segments);
        }
        StringBuilder text = new StringBuilder();
        Optional<String> last = Optional.empty();
        for (Segment segment : segments) {
            Optional<String> speaker = Words.speaker(segment, speakers);
            boolean goesOn = text.length() > 0 && speaker.equals(last);
            if (goesOn) {
                text.append(Spacing.between(text, segment.text()));
            } else {
                text.append(text.length() > 0 ? "\n" : "");
                speaker.ifPresent(name -> text.append(name).append(": "));
            }
            text.append(segment.text());
            last = speaker;
        }
        return text.toString();
    }

    private static void times(Cue cue, char beforeMillis, StringBuilder text) {
        text.append(time(cue.startMillis(), beforeMillis))
                .append(" --> ")
                .append(time(cue.endMillis(), beforeMillis))
                .append('\n');
    }

    private static String time(long millis, char beforeMillis) {
        long seconds = millis / 1000;
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60,
                beforeMillis,
                millis % 1000);
    }

    /** The greater-than sign needs an escape in a name, and in a text that contains an arrow. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
