package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelLayout;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * ffmpeg's report on an upload. It contains the upload's tags, which can imitate any line. So every value is a claim.
 *
 * @param outputs the number of outputs that the process writes
 */
record ProbeReport(String text, int outputs) {

    private static final Pattern NO_TRACK = Pattern.compile("matches no streams");
    private static final Pattern CODEC = Pattern.compile("(?m)^#codec_id 0: (\\w{1,40})");
    private static final Pattern TRACK = Pattern.compile("(?m)^  Stream #0:\\d{1,4}.{0,30}: Audio: (\\w{1,40})");
    private static final Pattern SAMPLE_RATE = Pattern.compile("(?m)^#sample_rate 0: (\\d{1,9})\\b");
    private static final Pattern LAYOUT = Pattern.compile("(?m)^#channel_layout_name 0: ([^\\n]{1,100})");
    private static final Pattern DURATION = Pattern.compile("(?m)^  Duration: (\\d{1,6}):(\\d\\d):(\\d\\d)\\.(\\d\\d)");
    private static final Pattern INPUT_TRACK =
            Pattern.compile("(?m)^  Stream #0:(\\d{1,4})[^\\n]{0,30}: Audio: (\\w{1,40})([^\\n]{0,300})$");

    /** In the line of each audio track of the input, and in that of the one of each output. */
    private static final Pattern ANY_TRACK = Pattern.compile(": Audio: ");

    private static final Pattern OUTPUT = Pattern.compile("(?m)^(Stream mapping:|Output #0)");

    /** The track of the samples that {@link SampleOutput} describes. */
    private static final Pattern SAMPLES =
            Pattern.compile("(?m)^  Stream #0:0[^\\n]{0,300}: Audio: pcm_f32le, 16000 Hz, ([^,\\n]{1,100}), flt\\b");

    /** A thread of ffmpeg may have begun the line with a message. */
    private static final Pattern PACKET = Pattern.compile("0, +-?\\d{1,20}, +-?\\d{1,20}, +\\d{1,20}, +\\d{1,20}, 0x");

    /**
     * Whether the text contains what ffmpeg says of the samples, and the first packet of the track. The codec of the
     * track stands before that packet.
     *
     * @param outputs where ffmpeg begins to describe the outputs
     */
    static boolean isComplete(String text, int outputs) {
        return SAMPLES.matcher(text).find(outputs) && PACKET.matcher(text).find(outputs);
    }

    /** The layout of the samples that are written. */
    Optional<ChannelLayout> written() {
        return last(SAMPLES).map(ChannelLayout::of);
    }

    /** What the report says about the track that was read. */
    MediaFacts facts(MediaFormat format, int track) {
        if (NO_TRACK.matcher(text).find()) {
            throw Problem.invalid("File", "file.no-audio");
        }
        String codec = last(CODEC).orElseThrow(this::withoutTrack);
        if (!format.decodes(codec)) {
            throw unsupported(codec);
        }
        return new MediaFacts(
                format,
                track,
                codec,
                SampleRates.permitted(last(SAMPLE_RATE).map(Integer::parseInt).orElse(0)),
                last(LAYOUT).map(ChannelLayout::of).orElse(ChannelLayout.UNKNOWN),
                declared(),
                hasOnlyTrack());
    }

    /**
     * Whether the upload certainly has a single audio track. A tag can imitate a track, or the end of the tracks. A
     * language can be so long that no other pattern matches the line of its track. But no tag hides a track from this
     * one: it makes them more.
     */
    boolean hasOnlyTrack() {
        return ANY_TRACK.matcher(text).results().count() == 1 + outputs;
    }

    /** The number of the first audio track; empty when the report lists none. */
    OptionalInt firstTrack() {
        return tracks().stream().mapToInt(Track::number).findFirst();
    }

    /**
     * The numbers of the audio tracks with a supported codec, in the order in which a player would choose one: the
     * default ones, then the others.
     */
    List<Integer> decodableTracks(MediaFormat format) {
        List<Track> decodable =
                tracks().stream().filter(track -> format.decodes(track.codec())).toList();
        return Stream.concat(decodable.stream().filter(Track::isDefault), decodable.stream())
                .map(Track::number)
                .distinct()
                .toList();
    }

    /** An audio track of the upload. */
    private record Track(int number, String codec, boolean isDefault) {}

    private List<Track> tracks() {
        Matcher output = OUTPUT.matcher(text);
        String input = output.find() ? text.substring(0, output.start()) : text;
        return INPUT_TRACK
                .matcher(input)
                .results()
                .map(result -> new Track(
                        Integer.parseInt(result.group(1)),
                        result.group(2),
                        result.group(3).contains("(default)")))
                .toList();
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
}
