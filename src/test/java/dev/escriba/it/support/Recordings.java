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
}
