package dev.escriba.media.control;

import dev.escriba.media.MediaFixture;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A shell script instead of ffmpeg. It passes the trial at start and then runs the given commands. */
final class FfmpegStub {

    private static final String TRIAL =
            "case \"$*\" in *-version*) echo ffmpeg version stub; exit 0;; " + "*/trial/*) exit 0;; esac\n";

    private FfmpegStub() {}

    static Ffmpeg in(Path directory, String behaviour) throws IOException {
        return new Ffmpeg(
                new DataDirectory(new StorageSettings(directory.resolve("data"))),
                MediaFixture.settings("ffmpeg", passing(directory, behaviour).toString()));
    }

    /** A script that passes the trial and then runs the given commands. */
    static Path passing(Path directory, String behaviour) throws IOException {
        return script(directory, TRIAL + behaviour);
    }

    static Path script(Path directory, String content) throws IOException {
        Path script = Files.writeString(directory.resolve("ffmpeg"), "#!/bin/sh\n" + content + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }
}
