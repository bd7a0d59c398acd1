package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelLayout;
import dev.escriba.media.entity.MediaFacts;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How ffmpeg hands over the channels of a track: as they are, so that {@link ChannelMix} mixes them.
 *
 * @param filter a filter before the resampler, with its comma; empty for none
 * @param format the condition on the layout for the last filter, with its colon; empty for none
 * @param count the number of channels that ffmpeg writes
 */
record Channels(String filter, String format, int count) {

    /** More would make the mix too expensive. */
    static final int MAX_CHANNELS = 32;

    static Channels of(MediaFacts facts) {
        ChannelLayout layout = facts.layout();
        if (layout.channels() < 2 || layout.channels() > MAX_CHANNELS) {
            return new Channels("", ":channel_layouts=mono", 1);
        }
        // ffmpeg cannot mix channels without known positions, such as those of ambisonic sound
        if (isFixed(facts.codec()) || layout.name().isEmpty()) {
            return new Channels(byNumber(layout.channels()), "", layout.channels());
        }
        // a track of these codecs may change its layout on the way; ffmpeg brings all parts to the first one
        return new Channels("", ":channel_layouts=" + layout.name(), layout.channels());
    }

    /** Whether the number of channels is the same in the whole track. */
    private static boolean isFixed(String codec) {
        return codec.startsWith("pcm_") || codec.startsWith("adpcm_") || codec.equals("flac") || codec.equals("alac");
    }

    /** Takes the channels by their numbers. Speaker positions, which files claim wrongly, do not count. */
    private static String byNumber(int channels) {
        return IntStream.range(0, channels)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("|", "channelmap=map=", ":channel_layout=" + channels + "C,"));
    }
}
