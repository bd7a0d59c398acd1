package dev.escriba.it;

import dev.escriba.media.MediaFixture;
import java.nio.file.Path;

/** Recordings that take a while. */
final class Recordings {

    private Recordings() {}

    static Path minutes(int minutes) {
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
