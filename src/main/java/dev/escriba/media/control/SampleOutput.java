package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The arguments with which ffmpeg writes the samples of a track: 32-bit floats at 16 kHz, the channels interleaved. */
final class SampleOutput {

    /** The filter is twice as steep as the default. */
    private static final String TO_16_KHZ =
            "aresample=filter_size=64:rematrix_maxval=1,aformat=sample_fmts=flt:sample_rates=" + PcmStream.SAMPLE_RATE;

    /** Half a second in one frame and few writes: the same samples for less work. */
    private static final String LARGE_FRAMES = ",asetnsamples=n=8192:p=0";

    private static final List<String> RARE_WRITES = List.of("-flush_packets", "0");

    private SampleOutput() {}

    /** With the channels as they are to be written. */
    static List<String> of(Channels channels, Duration maxDuration) {
        return of(channels.filter() + TO_16_KHZ + channels.format(), maxDuration);
    }

    /** With the layout of the first sample. ffmpeg brings all later ones to it. */
    static List<String> ofAnyLayout(Duration maxDuration) {
        return of(TO_16_KHZ, maxDuration);
    }

    private static List<String> of(String filter, Duration maxDuration) {
        List<String> output = new ArrayList<>(List.of("-filter_threads", "1", "-af", filter + LARGE_FRAMES));
        // a second more than allowed, so that a longer recording is noticed
        BigDecimal most = BigDecimal.valueOf(maxDuration.plusSeconds(1).toMillis(), 3);
        output.addAll(List.of("-t", most.toPlainString()));
        output.addAll(RARE_WRITES);
        output.addAll(List.of("-f", "f32le"));
        return output;
    }
}
