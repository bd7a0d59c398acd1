package dev.escriba.media.control;

import dev.escriba.settings.entity.CannotStart;
import dev.escriba.settings.entity.WrongSetting;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.Packed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the ffmpeg executable: the configured one, or the one that is packed for this platform. */
final class FfmpegBinary {

    private static final String PACKED = "org/bytedeco/ffmpeg/";

    /**
     * The executable and all libraries that it loads from its own directory. They are listed here because a class path
     * cannot be listed.
     */
    private static final List<String> FILES = List.of(
            "ffmpeg",
            "libavcodec.so.62",
            "libavdevice.so.62",
            "libavfilter.so.11",
            "libavformat.so.62",
            "libavutil.so.60",
            "libswresample.so.6",
            "libswscale.so.9",
            "libdrm.so.2",
            "libva.so.2",
            "libva-drm.so.2",
            // empty replacements for machines without sound, screen and devices: see src/main/npm/pack-stand-ins.mjs
            "libasound.so.2",
            "libpulse.so.0",
            "libxcb.so.1",
            "libxcb-shm.so.0",
            "libudev.so.1",
            "libavcodec.62.dylib",
            "libavdevice.62.dylib",
            "libavfilter.11.dylib",
            "libavformat.62.dylib",
            "libavutil.60.dylib",
            "libswresample.6.dylib",
            "libswscale.9.dylib");

    private FfmpegBinary() {}

    static Path configured(String path) {
        Path executable = Path.of(path);
        if (!executable.isAbsolute() || !Files.isRegularFile(executable) || !Files.isExecutable(executable)) {
            throw new WrongSetting(
                    MediaSettings.FFMPEG,
                    path,
                    "Set it to the absolute path of an executable, or remove it to use the packed one.");
        }
        return executable;
    }

    static Path packed(DataDirectory data) {
        String directory = PACKED + platform() + "/";
        Map<String, String> present = FILES.stream()
                .filter(file -> Packed.has(directory + file))
                .collect(Collectors.toMap(file -> file, file -> directory + file));
        if (!present.containsKey("ffmpeg")) {
            throw new CannotStart(
                    "No ffmpeg is packed for " + platform() + ". Name one with escriba.media.ffmpeg.", null);
        }
        return data.unpack("ffmpeg", present).resolve("ffmpeg");
    }

    /** The name of the packed directory for this machine. */
    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system =
                Stream.of("linux", "windows").filter(os::startsWith).findFirst().orElse("macosx");
        return system + "-"
                + switch (architecture) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> architecture;
                };
    }
}
