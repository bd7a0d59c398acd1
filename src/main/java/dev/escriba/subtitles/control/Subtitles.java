package dev.escriba.subtitles.control;

import dev.escriba.speech.entity.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes segments as files that players and editors read. */
public final class Subtitles {

    private Subtitles() {}

    /** SubRip: numbered cues. Without speech it is empty. */
    public static String subRip(List<Segment> segments) {
        StringBuilder file = new StringBuilder();
        int number = 0;
        for (Cue cue : Cue.of(segments)) {
            file.append(++number).append('\n').append(times(cue, ',')).append('\n');
            file.append(cue.text().replace("-->", "->")).append("\n\n");
        }
        return file.toString();
    }

    /** WebVTT. Without speech it has its first line alone. */
    public static String webVtt(List<Segment> segments) {
        StringBuilder file = new StringBuilder("WEBVTT\n\n");
        for (Cue cue : Cue.of(segments)) {
            file.append(times(cue, '.')).append('\n');
            file.append(cue.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                    .append("\n\n");
        }
        return file.toString();
    }

    /** The texts of the segments on one line. */
    public static String plainText(List<Segment> segments) {
        StringJoiner text = new StringJoiner(" ");
        segments.forEach(segment -> text.add(segment.text()));
        return text.toString();
    }

    private static String times(Cue cue, char decimalSign) {
        return time(cue.start(), decimalSign) + " --> " + time(cue.end(), decimalSign);
    }

    /** Hours may have more than two digits. */
    private static String time(Duration at, char decimalSign) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                at.toHours(),
                at.toMinutesPart(),
                at.toSecondsPart(),
                decimalSign,
                at.toMillisPart());
    }
}
