package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ffmpeg's report on an upload. It contains the upload's tags, which can imitate any line. So every value is a claim.
 */
record ProbeReport(String text) {

    /** The highest rate of honest recordings. A higher one only makes decoding more expensive. */
    private static final int MAX_SAMPLE_RATE = 192_000;

    private static final Pattern NO_TRACK = Pattern.compile("matches no streams");
    private static final Pattern CODEC = Pattern.compile("#codec_id 0: (\\w{1,40})");
    private static final Pattern TRACK = Pattern.compile("(?m)^  Stream #0:\\d{1,4}.{0,30}: Audio: (\\w{1,40})");
    private static final Pattern SAMPLE_RATE = Pattern.compile("#sample_rate 0: (\\d{1,9})\\b");
    private static final Pattern LAYOUT = Pattern.compile("#channel_layout_name 0: ([^\\n]{1,100})");
    private static final Pattern DURATION = Pattern.compile("(?m)^  Duration: (\\d{1,6}):(\\d\\d):(\\d\\d)\\.(\\d\\d)");
    private static final Pattern POINTS = Pattern.compile("(\\d)\\.(\\d)(?:\\.(\\d))?.*");
    private static final Pattern COUNT = Pattern.compile("(\\d{1,4}) channels.*");

    MediaFacts facts(MediaFormat format) {
        if (NO_TRACK.matcher(text).find()) {
            throw Problem.invalid("File", "file.no-audio");
        }
        String codec = last(CODEC).orElseThrow(this::withoutTrack);
        if (!format.decodes(codec)) {
            throw unsupported(codec);
        }
        int sampleRate = last(SAMPLE_RATE).map(Integer::parseInt).orElse(0);
        if (sampleRate > MAX_SAMPLE_RATE) {
            throw Problem.invalid("File", "file.sample-rate", MAX_SAMPLE_RATE / 1000);
        }
        return new MediaFacts(
                format,
                codec,
                sampleRate,
                last(LAYOUT).map(ProbeReport::channels).orElse(0),
                declared());
    }

    /** ffmpeg copied no packet, but it may have named the codec. */
    private Problem withoutTrack() {
        return last(TRACK)
                .filter(codec -> text.contains("Codec (" + codec + ") not on whitelist"))
                .map(ProbeReport::unsupported)
                .orElseGet(() -> Problem.invalid("File", "file.undecodable"));
    }

    private static Problem unsupported(String codec) {
        return codec.equals("none")
                ? Problem.invalid("File", "file.codec-unknown")
                : Problem.invalid("File", "file.codec-not-supported", codec);
    }

    /** The last match, because ffmpeg's header follows all tags. */
    private Optional<String> last(Pattern pattern) {
        return pattern.matcher(text).results().reduce((first, second) -> second).map(result -> result.group(1));
    }

    private Optional<Duration> declared() {
        Matcher matcher = DURATION.matcher(text);
        return matcher.find() ? Optional.of(duration(matcher)) : Optional.empty();
    }

    private static Duration duration(MatchResult match) {
        return Duration.ofHours(Long.parseLong(match.group(1)))
                .plusMinutes(Long.parseLong(match.group(2)))
                .plusSeconds(Long.parseLong(match.group(3)))
                .plusMillis(10 * Long.parseLong(match.group(4)));
    }

    /** The number of channels of a layout; 0 when it is unknown. */
    static int channels(String layout) {
        Matcher count = COUNT.matcher(layout);
        if (count.matches()) {
            return Integer.parseInt(count.group(1));
        }
        Matcher points = POINTS.matcher(layout);
        if (points.matches()) {
            int heights = points.group(3) == null ? 0 : Integer.parseInt(points.group(3));
            return Integer.parseInt(points.group(1)) + Integer.parseInt(points.group(2)) + heights;
        }
        return switch (layout.replaceFirst("\\(.*", "").strip()) {
            case "mono" -> 1;
            case "stereo", "downmix", "binaural" -> 2;
            case "quad" -> 4;
            case "hexagonal" -> 6;
            case "octagonal", "cube" -> 8;
            case "hexadecagonal" -> 16;
            default -> 0;
        };
    }
}
