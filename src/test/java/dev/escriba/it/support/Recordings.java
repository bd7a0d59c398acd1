package dev.escriba.it.support;

import dev.escriba.media.MediaFixture;
import java.nio.file.Path;

/** Long recordings. */
public final class Recordings {

    private Recordings() {}

    public static Path minutes(int minutes) {
        return MediaFixture.make(
                minutes + "-minutes.mp3",
                "-stream_loop",
                String.valueOf(minutes * 19),
                "-i",
                MediaFixture.ENGLISH.toString(),
                "-b:a",
                "64k");
    }

    /** Two voices in turn, English and Spanish, with pauses. */
    public static Path meeting(int minutes) {
        Path turns = MediaFixture.make(
                "turns.wav",
                "-i",
                MediaFixture.ENGLISH.toString(),
                "-i",
                MediaFixture.SPANISH.toString(),
                "-filter_complex",
                "[0:a]apad=pad_dur=1.2[en];[1:a]apad=pad_dur=2[es];[en][es]concat=n=2:v=0:a=1");
        return MediaFixture.make(
                minutes + "-minutes-in-turns.mp3",
                "-stream_loop",
                "-1",
                "-i",
                turns.toString(),
                "-t",
                String.valueOf(60 * minutes),
                "-b:a",
                "32k");
    }
}
