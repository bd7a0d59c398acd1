package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.entity.ChannelLayout;
import dev.escriba.media.entity.MediaFormat;
import org.junit.jupiter.api.Test;

class ProbeReportTest {

    private static String report(String... tracks) {
        StringBuilder text = new StringBuilder("Input #0, mov,mp4,m4a, from 'file:x':\n  Duration: 00:00:04.00\n");
        for (int i = 0; i < tracks.length; i++) {
            text.append("  Stream #0:")
                    .append(i)
                    .append("[0x1](und): ")
                    .append(tracks[i])
                    .append('\n');
        }
        return text + "Stream mapping:\nOutput #0, framecrc, to 'pipe:1':\n"
                + "  Stream #0:0(und): Audio: aac (LC), 44100 Hz, mono, fltp (default)\n";
    }

    private static int best(String... tracks) {
        return new ProbeReport(report(tracks), 1)
                .decodableTracks(MediaFormat.MP4).stream().findFirst().orElse(-1);
    }

    @Test
    void takesTheDefaultTrack() {
        assertThat(best("Audio: aac (LC), mono", "Audio: aac (LC), mono, fltp, 67 kb/s (default)"))
                .isEqualTo(1);
        assertThat(best("Video: h264 (High) (default)", "Audio: aac (LC), mono", "Audio: aac, stereo (default)"))
                .isEqualTo(2);
    }

    @Test
    void takesTheFirstTrackWithoutADefaultOne() {
        assertThat(best("Audio: aac (LC), mono", "Audio: aac (LC), mono")).isZero();
        assertThat(best("Audio: aac (LC), mono (default)", "Audio: aac (LC), mono (default)"))
                .isZero();
    }

    @Test
    void passesOverATrackThatCannotBeDecoded() {
        assertThat(best("Audio: dts (DTS), 5.1 (default)", "Audio: aac (LC), mono"))
                .isEqualTo(1);
        assertThat(best("Audio: dts (DTS), 5.1")).isEqualTo(-1);
    }

    @Test
    void listsTheDefaultTracksFirst() {
        ProbeReport report = new ProbeReport(
                report(
                        "Audio: aac (LC), mono",
                        "Audio: dts (DTS), 5.1",
                        "Audio: aac (LC), mono (default)",
                        "Audio: aac, stereo"),
                1);
        assertThat(report.decodableTracks(MediaFormat.MP4)).containsExactly(2, 0, 3);
    }

    @Test
    void readsTheNumberOfChannels() {
        assertThat(ChannelLayout.of("5.1(side)")).isEqualTo(new ChannelLayout("5.1(side)", 6));
        assertThat(ChannelLayout.of("3 channels (FC+SL+SR)")).isEqualTo(new ChannelLayout("", 3));
        assertThat(ChannelLayout.of("ambisonic 1+stereo")).isEqualTo(new ChannelLayout("", 6));
        assertThat(ChannelLayout.of("7.1.4")).isEqualTo(new ChannelLayout("7.1.4", 12));
        assertThat(ChannelLayout.of("stereo,volume=0")).isEqualTo(new ChannelLayout("", 0));
    }
}
