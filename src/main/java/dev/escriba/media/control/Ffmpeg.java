package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Upload;
import dev.escriba.settings.entity.CannotStart;
import dev.escriba.storage.control.DataDirectory;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ffmpeg executable behind its fence. It may open one local file with one named demuxer and a few audio decoders; it has
 * no environment but the place of its libraries, no standard input, no place to write to but its pipe, and bounded memory and time. Its messages, which
 * quote paths and tags, go no further than the probe.
 */
@ApplicationScoped
public class Ffmpeg {

    private static final System.Logger LOG = System.getLogger(Ffmpeg.class.getName());
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S+)");
    private static final ProcessTimeouts START =
            new ProcessTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

    private DataDirectory data;
    private MediaSettings settings;
    private ScheduledThreadPoolExecutor watchdog;
    private Path executable;
    private Path emptyDirectory;
    private Confinement confinement;

    protected Ffmpeg() {}

    @Inject
    @SuppressWarnings("this-escape") // the trial runs when everything is set
    public Ffmpeg(DataDirectory data, MediaSettings settings) {
        this.data = data;
        this.settings = settings;
        executable = settings.ffmpeg().map(FfmpegBinary::configured).orElseGet(() -> FfmpegBinary.packed(data));
        emptyDirectory = data.directory("empty");
        watchdog = watchdog();
        LOG.log(Level.INFO, "ffmpeg {0}, confined by the system to: {1}", version(), confinement);
    }

    /** Starts reading an upload, which is taken for the given format; what becomes of it, the further arguments say. */
    FencedProcess open(
            Upload upload, MediaFormat format, List<String> output, boolean withMessages, ProcessTimeouts patience) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-nostats", "-nostdin", "-threads", "1"));
        arguments.addAll(List.of("-protocol_whitelist", "file"));
        arguments.addAll(List.of("-format_whitelist", format.demuxer()));
        arguments.addAll(List.of("-codec_whitelist", format.decoders()));
        arguments.addAll(List.of("-max_streams", "64", "-probesize", "5000000", "-analyzeduration", "10000000"));
        if (format == MediaFormat.MP4) {
            // the defaults, but everything hangs on them: a track may name another file as the place of its samples
            arguments.addAll(List.of("-enable_drefs", "0", "-use_absolute_path", "0"));
        }
        arguments.addAll(List.of("-f", format.demuxer(), "-i", "file:" + upload.path()));
        arguments.addAll(List.of("-vn", "-sn", "-dn", "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1"));
        arguments.addAll(List.of("-timelimit", Long.toString(seconds(patience.allWaits()))));
        arguments.addAll(output);
        arguments.add("pipe:1");
        return start(arguments, withMessages, patience);
    }

    private FencedProcess start(List<String> arguments, boolean withMessages, ProcessTimeouts patience) {
        List<String> command = new ArrayList<>(confinement.prefix(settings.maxDecoderBytes(), seconds(patience.allWaits())));
        command.add(executable.toString());
        command.addAll(List.of("-loglevel", withMessages ? "info" : "quiet"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(emptyDirectory.toFile());
        builder.environment().clear();
        if (settings.ffmpeg().isEmpty()) {
            // only the executable itself, not its libraries, says that libraries lie beside it
            builder.environment().put("LD_LIBRARY_PATH", executable.getParent().toString());
        }
        if (withMessages) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new FencedProcess(process, patience, watchdog);
        } catch (IOException e) {
            throw new UncheckedIOException("ffmpeg cannot be started", e);
        }
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.toSeconds());
    }

    /** Also the proof that it runs, and of what can be laid around it on this machine. */
    private String version() {
        String output = "";
        for (Confinement candidate : Confinement.available()) {
            confinement = candidate;
            try (FencedProcess process = start(List.of("-version"), true, START)) {
                output = new String(ProcessOutput.of(process, 1 << 16), StandardCharsets.UTF_8);
                Matcher version = VERSION.matcher(output);
                if (process.exitCode() == 0 && version.find() && TrialRecording.isReadBy(this, data, START)) {
                    return version.group(1);
                }
            }
            LOG.log(Level.WARNING, "ffmpeg does not run confined to: {0}", candidate);
        }
        watchdog.shutdownNow();
        // the one message worth passing on: the dynamic linker's, which names the library that is missing
        throw new CannotStart("ffmpeg does not run: " + output.strip(), null);
    }

    /** What is in force around each process. */
    Confinement confinement() {
        return confinement;
    }

    private static ScheduledThreadPoolExecutor watchdog() {
        // its own thread: what ends overdue work must not queue behind other work
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "escriba-media-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** A machine that cannot run it shows when the service starts, not with its first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    @PreDestroy
    public void close() {
        watchdog.shutdownNow();
    }
}
