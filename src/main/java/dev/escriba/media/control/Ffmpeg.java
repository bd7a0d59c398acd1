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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the ffmpeg executable inside its fence. It may open one local file with one demuxer and a few audio decoders.
 * Its environment contains only the path of its libraries. It has no standard input, writes only to its pipes, and has
 * bounded memory and time. Its messages quote paths and tags, so only the probe reads them.
 */
@ApplicationScoped
public class Ffmpeg {

    private static final Logger LOG = Logger.getLogger(Ffmpeg.class.getName());
    private static final Path SCORES = Path.of("/proc/self/oom_score_adj");
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S+)");
    private static final ProcessTimeouts START =
            new ProcessTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

    /** The first audio track, for {@link #open}. */
    static final String FIRST_AUDIO = "0:a:0";

    /** Where a process writes its messages. */
    private enum Messages {
        NONE,
        IN_OUTPUT,
        APART
    }

    private DataDirectory data;
    private MediaSettings settings;
    private ProcessLimit limit;
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
        limit = new ProcessLimit(settings.maxProcesses(), settings.maxStall());
        watchdog = watchdog();
        LOG.log(Level.INFO, "ffmpeg {0}, confined by the system to: {1}", new Object[] {version(), confinement});
    }

    /**
     * Starts to read an upload in the given format. Waits while too many processes run already.
     *
     * @param track which track is read, by ffmpeg's rules for {@code -map}
     * @param output ffmpeg's arguments for the output
     * @param withMessages whether the output contains ffmpeg's messages
     * @throws dev.escriba.problem.entity.Problem 503 when that takes too long
     */
    FencedProcess open(
            Upload upload,
            MediaFormat format,
            String track,
            List<String> output,
            boolean withMessages,
            ProcessTimeouts timeouts) {
        List<String> arguments = input(upload, format, timeouts);
        arguments.addAll(output(track, output, "pipe:1"));
        return start(
                upload.account(), arguments, withMessages ? Messages.IN_OUTPUT : Messages.NONE, timeouts, timeouts);
    }

    /**
     * Starts to read an upload as {@link #open} does, for two outputs at a time. The second one is written between
     * ffmpeg's messages, apart from the first one.
     *
     * @param first the limits in force at first
     * @param most the limits that may follow
     */
    FencedProcess openTwice(
            Upload upload,
            MediaFormat format,
            String track,
            List<String> output,
            List<String> second,
            ProcessTimeouts first,
            ProcessTimeouts most) {
        List<String> arguments = input(upload, format, most);
        arguments.addAll(output(track, output, "pipe:1"));
        arguments.addAll(output(track, second, "pipe:2"));
        return start(upload.account(), arguments, Messages.APART, first, most);
    }

    private static List<String> input(Upload upload, MediaFormat format, ProcessTimeouts timeouts) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-nostats", "-nostdin", "-threads", "1"));
        arguments.addAll(List.of("-timelimit", Long.toString(seconds(timeouts.allWaits()))));
        arguments.addAll(List.of("-protocol_whitelist", "file"));
        arguments.addAll(List.of("-format_whitelist", format.demuxer()));
        arguments.addAll(List.of("-codec_whitelist", format.decoders()));
        arguments.addAll(List.of("-max_streams", "64", "-probesize", "5000000", "-analyzeduration", "10000000"));
        if (format == MediaFormat.MP4) {
            // these are the defaults, but security depends on them: a track may name another file as the place of its
            // samples
            arguments.addAll(List.of("-enable_drefs", "0", "-use_absolute_path", "0"));
        }
        arguments.addAll(List.of("-f", format.demuxer(), "-i", "file:" + upload.path()));
        return arguments;
    }

    private static List<String> output(String track, List<String> options, String target) {
        List<String> arguments = new ArrayList<>(
                List.of("-vn", "-sn", "-dn", "-map", track, "-map_metadata", "-1", "-map_chapters", "-1"));
        arguments.addAll(options);
        arguments.add(target);
        return arguments;
    }

    private FencedProcess start(
            String account, List<String> arguments, Messages messages, ProcessTimeouts timeouts, ProcessTimeouts most) {
        List<String> command =
                new ArrayList<>(confinement.prefix(settings.maxDecoderBytes(), seconds(most.allWaits())));
        command.add(executable.toString());
        command.addAll(List.of("-loglevel", messages == Messages.NONE ? "quiet" : "info"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(emptyDirectory.toFile());
        builder.environment().clear();
        if (settings.ffmpeg().isEmpty()) {
            // the executable has a relative library path, its libraries have none
            builder.environment().put("LD_LIBRARY_PATH", executable.getParent().toString());
        }
        switch (messages) {
            case NONE -> builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            case IN_OUTPUT -> builder.redirectErrorStream(true);
            case APART -> builder.redirectError(ProcessBuilder.Redirect.PIPE);
        }
        ProcessLimit.Permit permit = limit.take(account);
        Process process = null;
        FencedProcess fenced = null;
        try {
            process = builder.start();
            if (confinement.choom().isEmpty() && Files.exists(SCORES)) {
                OomScore.raise(process.pid());
            }
            process.getOutputStream().close();
            fenced = new FencedProcess(process, timeouts, watchdog, permit);
            return fenced;
        } catch (IOException e) {
            throw new UncheckedIOException("ffmpeg cannot be started", e);
        } finally {
            // errors too, such as a thread that cannot be made, return the permit
            if (fenced == null) {
                if (process != null) {
                    process.destroyForcibly();
                }
                permit.close();
            }
        }
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.toSeconds());
    }

    /**
     * Returns the version. Before that, it proves that ffmpeg runs, and finds the tightest confinement that works on
     * this machine.
     */
    private String version() {
        String output = "";
        for (Confinement candidate : Confinement.available()) {
            confinement = candidate;
            try (FencedProcess process = start("", List.of("-version"), Messages.IN_OUTPUT, START, START)) {
                output = new String(ProcessOutput.of(process, 1 << 16), StandardCharsets.UTF_8);
                Matcher version = VERSION.matcher(output);
                if (process.exitCode() == 0 && version.find() && TrialRecording.isReadBy(this, data, START)) {
                    return version.group(1);
                }
            }
            LOG.log(Level.WARNING, "ffmpeg does not run confined to: {0}", candidate);
        }
        watchdog.shutdownNow();
        // the message of the dynamic linker names a missing library
        throw new CannotStart("ffmpeg does not run: " + output.strip(), null);
    }

    int running() {
        return limit.running();
    }

    int most() {
        return limit.most();
    }

    long refused() {
        return limit.refused();
    }

    /** The layers that are in force around each process. */
    Confinement confinement() {
        return confinement;
    }

    private static ScheduledThreadPoolExecutor watchdog() {
        // a thread of its own: killing overdue processes must not wait for other work
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "escriba-media-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /**
     * Starts ffmpeg with the application, so that a machine that cannot run it is noticed before the first request.
     */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    @PreDestroy
    public void close() {
        watchdog.shutdownNow();
    }
}
